import type { Pass, Simulation } from "./simulate.ts";

/** A simulation's result as JSON: `csp-baseline/simulation/v1`. */
export function simulationJson(simulation: Simulation): string {
  return JSON.stringify({ schema: "csp-baseline/simulation/v1", ...simulation }, undefined, 2);
}

/** A simulation's result for people. */
export function simulationText(simulation: Simulation): string {
  const { first, minutes, resume, reviewMinutes, scenario, synthMinutes } = simulation;
  const { changed, cores, engine, operation, pool, runners, subscriptions } = scenario;
  const lines = [
    `${operation} of ${count(changed)} of ${count(subscriptions)} subscriptions on ${engine}: ` +
      `${runners} runners of ${cores} cores, ${pool} stacks at a time`,
    "",
    ...passLines(first),
    row("wall clock", `${duration(minutes)} in all`),
    row("", `synth ${duration(synthMinutes)}, jobs ${duration(first.minutes)}${review(reviewMinutes)}`),
    "",
  ];
  if (resume === undefined) return [...lines, "Nothing failed: there is nothing to resume."].join("\n");
  lines.push(
    "Resuming what failed or was lost:",
    ...passLines(resume),
    row("wall clock", duration(resume.minutes)),
  );
  return lines.join("\n");
}

function passLines({ outcomes, traffic, ...pass }: Pass): string[] {
  const { busiestSecondOfTokens, metadata, reads, throttled, tokens, writes } = traffic;
  const lost = pass.runnersLost === 0 ? "" : `, ${counted(pass.runnersLost, "runner")} lost`;
  const locks = pass.locksLeft === 0 ? "" : `, ${counted(pass.locksLeft, "lock")} to take away`;
  return [
    row(
      "jobs",
      `${counted(pass.jobs, "job")} of ${pass.smallestJob} to ${pass.largestJob} stacks, in ${counted(pass.waves, "wave")}`,
    ),
    row("runner time", `${count(pass.runnerMinutes)} minutes billed`),
    row(
      "stacks",
      `${count(outcomes.done)} done, ${outcomes.failed} failed, ${outcomes.lost} lost${lost}${locks}`,
    ),
    row("ARM", `${count(reads)} reads, ${count(writes)} writes, ${count(metadata)} metadata`),
    row("Entra", `${count(tokens)} tokens, ${busiestSecondOfTokens} in the busiest second`),
    row("throttled", `${count(throttled)} requests`),
  ];
}

function review(minutes: number): string {
  return minutes === 0 ? "" : `, review ${duration(minutes)}`;
}

function row(name: string, text: string): string {
  return `  ${name.padEnd(12)} ${text}`;
}

/** `7 min`, `2 h 05 min`. */
export function duration(minutes: number): string {
  const whole = Math.ceil(minutes);
  if (whole < 60) return `${whole} min`;
  return `${Math.floor(whole / 60)} h ${String(whole % 60).padStart(2, "0")} min`;
}

/** `12,345`, the same on every machine. */
export function count(value: number): string {
  return value.toLocaleString("en-US");
}

/** `1 job`, `12 jobs`. */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? "" : "s"}`;
}
