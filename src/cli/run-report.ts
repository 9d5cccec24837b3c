import { join } from "node:path";
import { type Changes, isWell, type RunResult, type StackResult, sum } from "../runner/index.ts";
import { printable } from "../text/printable.ts";
import { type Console, count, counted } from "./console.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { label, type RunInput } from "./run-input.ts";

const SHOWN = 20;

/** Formats `3 to add, 1 to change`; `no changes`. */
export function changesText(changes: Changes): string {
  const parts = [
    [changes.import, "to import"],
    [changes.add, "to add"],
    [changes.change, "to change"],
    [changes.destroy, "to destroy"],
    [changes.forget, "to forget"],
  ] as const;
  const shown = parts.filter(([number]) => number > 0).map(([number, what]) => `${count(number)} ${what}`);
  if (shown.length > 0) return shown.join(", ");
  return changes.any ? "only changes to outputs or addresses" : "nothing to do";
}

/** Shows the result of a run. */
export function showResult(
  result: RunResult,
  input: Pick<RunInput, "plans" | "nameOf">,
  console: Console,
  published: string = input.plans,
): void {
  const { counts, stacks, verb } = result;
  const parts = Object.entries(counts).filter(([, number]) => number > 0);
  const tally = parts.map(([status, number]) => `${count(number)} ${status}`).join(", ") || "none";
  console.out(`${counted(stacks.length, "stack")}: ${tally} in ${result.seconds} s`);
  const isDone = ({ earlier, status }: StackResult) =>
    verb === "deploy" && earlier === true && status === "applied";
  // The changes of an earlier run must not look like those of this run.
  const changes = sum(stacks.flatMap((stack) => (isDone(stack) ? [] : (stack.changes ?? []))));
  if (changes.any) console.out(`Changes: ${changesText(changes)}`);
  const done = stacks.filter(isDone).length;
  if (done > 0) {
    const all =
      done === stacks.length ? "nothing was done. Plan again to see the remaining changes" : "unchanged";
    console.out(`Applied by an earlier run: ${counted(done, "stack")}; ${all}`);
  }
  showOpen(result, input, console);
  if (result.stopped !== undefined) console.err(`stopped: ${result.stopped}`);
  const left = counts["not-started"] + counts.interrupted + counts.failed + counts["not-ready"];
  if (left > 0) {
    console.err(`${counted(left, "stack")} left: repeat the command with --resume to continue`);
  } else if (verb === "plan" && counts.planned > 0) {
    console.out(`Review: csp-baseline review --plans ${published}`);
  }
}

/** Shows the stacks that need attention, or are skipped: those with the same message on one line. */
function showOpen({ stacks }: RunResult, input: Pick<RunInput, "plans" | "nameOf">, console: Console): void {
  const open = stacks.filter(
    ({ status }) => status === "skipped" || (!isWell(status) && status !== "not-started"),
  );
  const alike = new Map<string, StackResult[]>();
  for (const stack of open) {
    const key = `${stack.status} ${stack.message ?? ""}`;
    alike.set(key, [...(alike.get(key) ?? []), stack]);
  }
  const groups = [...alike.values()];
  let named = 0;
  for (const [first, ...others] of groups.slice(0, SHOWN)) {
    if (first === undefined) continue;
    const { id, message = "", status } = first;
    const style = status === "failed" ? "red" : "yellow";
    const more = others.length > 0 ? ` and ${count(others.length)} more` : "";
    const isAccess = status === "failed" && ACCESS.test(message);
    const shown = printable(message, isAccess ? 200 : 500);
    console.err(`  ${console.style(style, status)}  ${label(input, id)}${more}: ${shown}`);
    if (isAccess) console.err(`    csp-baseline doctor ${id} checks sign-in, roles and the backend`);
    if (status !== "refused" && first.log !== undefined)
      console.err(`    log: ${join(input.plans, "logs", `${id}.log`)}`);
    named += 1 + others.length;
  }
  if (open.length > named) {
    console.err(`  ... and ${count(open.length - named)} more: ${join(input.plans, "result.json")} has all`);
  }
}

/** Messages of azurerm, azapi and the backends when they cannot sign in or lack a permission. */
const ACCESS =
  /AADSTS\d|acquir(?:e|ing) (?:an )?access token|obtain(?:ing)? (?:a |an )?(?:access |authorization )?token|building (?:account|AzureRM Client)|az login|AuthorizationFailed|AuthorizationPermissionMismatch/i;

/** Returns the exit code of a run. */
export function exitCodeOf(result: RunResult): ExitCode {
  switch (result.status) {
    case "ok":
      return EXIT.ok;
    case "refused":
      return EXIT.invalid;
    case "failed":
    case "interrupted":
      return EXIT.outside;
  }
}
