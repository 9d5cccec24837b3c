/** For scripts of which only a part is to be timed: not their start, and not the making of their input. */
import { writeFileSync } from "node:fs";

/** Runs the part; its time is what the benchmark gets to see. */
export function timePart(part: () => void): void {
  const start = process.hrtime.bigint();
  part();
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const file = process.env["BENCH_USAGE_FILE"];
  if (file !== undefined) writeFileSync(`${file}.seconds`, String(seconds));
}
