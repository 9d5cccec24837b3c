/** Preloaded into a measured process: writes the resource usage of all its threads to a file. */
import { writeFileSync } from "node:fs";

process.on("exit", () => {
  const file = process.env["BENCH_USAGE_FILE"];
  if (file === undefined) return;
  const { maxRSS, systemCPUTime, userCPUTime } = process.resourceUsage();
  const usage = { megabytes: maxRSS / 1024, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6 };
  writeFileSync(file, JSON.stringify(usage));
});
