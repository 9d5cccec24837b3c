import { createHash } from "node:crypto";

/**
 * Starts a measurement in units of a fixed piece of work on the same machine: machines differ in speed and load, and a
 * test must not fail for that. A unit is about 50 ms.
 *
 * @returns a function that returns the processor time since then, in units
 */
export function startEffort(): () => number {
  const started = process.cpuUsage();
  return () => {
    const spent = total(process.cpuUsage(started));
    return spent / Math.max(...[1, 2, 3].map(unit));
  };
}

/** The processor time of the fixed piece of work. */
function unit(): number {
  const started = process.cpuUsage();
  let text = "";
  for (let round = 0; round < 40; round += 1) {
    const value = Array.from({ length: 1500 }, (_, index) => ({ index, name: `name-${index}-${round}` }));
    text = createHash("sha256").update(text).update(JSON.stringify(value)).digest("hex");
    JSON.parse(JSON.stringify(value));
  }
  return total(process.cpuUsage(started));
}

function total({ system, user }: NodeJS.CpuUsage): number {
  return system + user;
}
