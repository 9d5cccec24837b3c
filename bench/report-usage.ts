/** Preloaded into a measured process: leaves its peak memory, in KiB, in a file. */
import { writeFileSync } from "node:fs";

process.on("exit", () => {
  const file = process.env["BENCH_USAGE_FILE"];
  if (file !== undefined) writeFileSync(file, String(process.resourceUsage().maxRSS));
});
