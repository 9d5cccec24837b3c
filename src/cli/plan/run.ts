import { stackOwner } from "../../fleet/find.ts";
import { anyGlobMatcher } from "../../fleet/selection.ts";
import {
  type ChangedList,
  type ChangedSince,
  Interruption,
  listenForSignals,
  planStacks,
} from "../../runner/index.ts";
import { asCommandError, commandError } from "../command-error.ts";
import { type Console, counted, note } from "../console.ts";
import { type RetireOptions, retirementsToPlan, withEarlierNames, withRetired } from "../deploy/retire.ts";
import { CommandError, EXIT, type ExitCode } from "../exit-codes.ts";
import {
  label,
  outdated,
  type RunInput,
  readRunInput,
  runnerSettings,
  selectStacks,
  stackFilter,
} from "../run-input.ts";
import { exitCodeOf, showResult } from "../run-report.ts";
import { readSelection, type Selection, saySelected } from "../selection.ts";
import { unavailableSubscriptions } from "../unavailable.ts";
import type { ChangedSinceOptions } from "./changed-since.ts";

export interface PlanOptions extends ChangedSinceOptions, RetireOptions {
  /** Another synthesis's folder or a git revision: only stacks that differ from it. */
  readonly changedSince?: string;
  /** Whether to print the changed stacks as JSON, without planning. */
  readonly list?: boolean;
  /** The folder for the plans without their secrets. @default - they are not published */
  readonly publish?: string;
  /** Whether changes end the command with 1. */
  readonly detailedExitcode?: boolean;
}

/**
 * `csp-baseline plan`: runs `terraform plan` and `show -json` for the synthesized stacks. It does not change states,
 * and takes no locks.
 */
export async function plan(options: PlanOptions, console: Console): Promise<ExitCode> {
  let input = readRunInput(options, console);
  const selection = readSelection(options);
  let stacks = selectStacks(input, selection);
  saySelected(selection, input.fleet, console);
  const older = outdated(input, stacks);
  if (older !== undefined) throw new CommandError(older, EXIT.invalid);
  const since = options.changedSince;
  if (options.list === true && since === undefined) {
    throw new CommandError("--list needs --changed-since: it lists what changed", EXIT.invalid);
  }
  if (since !== undefined) {
    // Loads the engine, which a plan without it does not need.
    const { stacksChangedSince } = await import("./changed-since.ts");
    const compared = asCommandError(() => stacksChangedSince(since, input.output, options, console));
    const changes = selectChanges(compared, input, selection);
    if (options.list === true) {
      console.out(JSON.stringify(changedList(since, { ...compared, changes }, input), undefined, 2));
      return EXIT.ok;
    }
    sayChanges(since, { ...compared, changes }, input, options, console);
    const changed = new Set(changes.map(({ id }) => id));
    stacks = stacks.filter(({ id }) => changed.has(id));
    input = withEarlierNames({ ...input, output: compared.output }, compared.earlier);
  }
  const retired = retirementsToPlan(input, options, console);
  input = withRetired(input, retired);
  const interruption = new Interruption();
  const settings = runnerSettings(input, options, interruption, console);
  const stopListening = listenForSignals(interruption, (text) => settings.progress.say(text));
  try {
    const unavailable = await unavailableSubscriptions(input.fleet, console);
    const result = await planStacks({ ...settings, stacks: [...stacks, ...retired], unavailable });
    if (options.publish !== undefined) {
      const { publishPlans } = await import("./publish.ts");
      publishPlans(result, settings.plans, options.publish, console);
    }
    if (options.format === "json") console.out(JSON.stringify(result, undefined, 2));
    else showResult(result, input, console, options.publish);
    const code = exitCodeOf(result);
    return code === EXIT.ok && options.detailedExitcode === true && result.changes.any ? EXIT.findings : code;
  } catch (error) {
    throw commandError(error);
  } finally {
    stopListening();
  }
}

/** Returns the selected changes; a removed stack is matched by its earlier names. */
function selectChanges({ changes, earlier }: ChangedSince, input: RunInput, selection: Selection) {
  const selected = stackFilter(input, selection);
  const { found, only } = selection;
  const inPart = stackFilter(input, { ...selection, found: undefined, only: undefined });
  const matches = only === undefined ? () => true : anyGlobMatcher(only);
  return changes.filter(({ id, reason }) => {
    if (reason !== "removed") return selected(id);
    // Findings select only subscriptions in the fleet.
    if (found !== undefined) return false;
    const was = earlier && stackOwner(earlier, id);
    return inPart(id) && (was === undefined ? only === undefined : matches(was));
  });
}

function changedList(
  since: string,
  { because, changes, earlier }: ChangedSince,
  input: RunInput,
): ChangedList {
  const changed = changes.map(({ id, reason }) => {
    const was = earlier && stackOwner(earlier, id);
    const named = input.nameOf(id) ?? (was && { name: was.name, customer: was.customer.key });
    return { id, name: null, customer: null, ...named, reason };
  });
  const explanation = because === undefined ? {} : { because };
  return { schema: "csp-baseline/changed/v1", since, ...explanation, changed, count: changed.length };
}

function sayChanges(
  since: string,
  compared: ChangedSince,
  input: RunInput,
  options: PlanOptions,
  console: Console,
): void {
  const { because, changes, earlier } = compared;
  const removed = changes.filter(({ reason }) => reason === "removed");
  const left = changes.length - removed.length;
  const why = because === undefined ? "" : `: ${because}`;
  note(console, `${counted(left, "stack")} changed since ${since}${why}`);
  const fate = options.retire === undefined ? "not planned without --retire" : options.retire;
  for (const { id } of removed) {
    const was = earlier && stackOwner(earlier, id);
    const name = was === undefined ? label(input, id) : `${was.customer.key}/${was.name} (${id})`;
    console.err(`${console.style("yellow", "removed")} ${name}: ${fate}`);
  }
}
