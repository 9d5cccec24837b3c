/** For scripts that time only a part: not their start, and not the creation of their input. */
import { writeFileSync } from "node:fs";

/** Runs the part and reports its time to the benchmark. */
export function timePart(part: () => void): void {
  const start = process.hrtime.bigint();
  part();
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const file = process.env["BENCH_USAGE_FILE"];
  if (file !== undefined) writeFileSync(`${file}.seconds`, String(seconds));
}
