import { createInterface } from "node:readline";
import { loadFleet } from "../../controls/load-fleet.ts";
import { didYouMean } from "../../fleet/did-you-mean.ts";
import { quote } from "../../fleet/echo.ts";
import { isSubscriptionStack, PlanJudge } from "../../review/plan-judge.ts";
import {
  type Canary,
  closeRetirements,
  type DeploymentSummary,
  deployStacks,
  Interruption,
  listenForSignals,
  previewDeployment,
  type StackFolder,
} from "../../runner/index.ts";
import { asCommandError, commandError } from "../command-error.ts";
import { type Console, count, counted } from "../console.ts";
import { CommandError, EXIT, type ExitCode } from "../exit-codes.ts";
import { fleetFolder, today } from "../fleet-input.ts";
import { outdated, type RunInput, readRunInput, runnerSettings, selectStacks } from "../run-input.ts";
import { changesText, exitCodeOf, showResult } from "../run-report.ts";
import { readSelection, saySelected } from "../selection.ts";
import { unavailableSubscriptions } from "../unavailable.ts";
import { showPreview } from "./preview.ts";
import { type RetireOptions, retirementsToDeploy, withRetired } from "./retire.ts";
import { readReviewed } from "./reviewed.ts";

export interface DeployOptions extends RetireOptions {
  /** Whether to plan and apply in one run, without a review. */
  readonly autoPlan?: boolean;
  /** The output of `plan --publish`, of this machine or another. @default - the plan files in the folder of plans */
  readonly reviewed?: string;
  /** `canary`: a few stacks first, and stop if one fails. */
  readonly wave?: string;
  /** The number of canaries, or a glob. Implies the wave. @default 5 */
  readonly canary?: string;
  /** Shows the changes without applying them. */
  readonly dryRun?: boolean;
  /** Whether to skip the confirmation. */
  readonly yes?: boolean;
}

const CANARIES = 5;

/** `csp-baseline deploy`: applies exactly the plans of `csp-baseline plan`, or refuses. */
export async function deploy(options: DeployOptions, console: Console): Promise<ExitCode> {
  refuseContradictions(options);
  const current = readRunInput(options, console);
  const retired = retirementsToDeploy(current, options, console);
  const input = withRetired(current, retired);
  const selection = readSelection(options);
  const stacks = [...selectStacks(current, selection), ...retired];
  saySelected(selection, current.fleet, console);
  const older = outdated(current, stacks);
  // The plans were made from these stacks, and may have been reviewed.
  if (older !== undefined) console.err(`${console.style("yellow", "warning")} ${older} and plan again`);
  const canary = canaryOf(options, input);
  if (options.yes !== true && options.dryRun !== true && !process.stdin.isTTY) {
    throw new CommandError(
      "deploy changes Azure and needs a terminal for the confirmation: add --yes if the plans were reviewed",
      EXIT.invalid,
    );
  }
  const reviewed =
    options.reviewed === undefined
      ? undefined
      : readReviewed(options.reviewed, stacks, input.output.stacks, console);
  const interruption = new Interruption();
  const settings = runnerSettings(input, options, interruption, console);
  if (options.dryRun === true) {
    const plans = {
      ...(reviewed === undefined ? {} : { reviewed }),
      ...(canary === undefined ? {} : { canary }),
    };
    return asCommandError(() =>
      showPreview(previewDeployment({ ...settings, stacks, ...plans }), input, options, console),
    );
  }
  const judge = await judgeOf(stacks, options, console);
  const stopListening = listenForSignals(interruption, (text) => settings.progress.say(text));
  try {
    const unavailable = await unavailableSubscriptions(current.fleet, console);
    const result = await deployStacks({
      ...settings,
      stacks,
      unavailable,
      autoPlan: options.autoPlan === true,
      ...(judge === undefined ? {} : { judge: (stack, json) => judge.judge(stack, json) }),
      ...(reviewed === undefined ? {} : { reviewed }),
      ...(canary === undefined ? {} : { canary }),
      confirm: (summary) => {
        showSummary(summary, canary !== undefined, console);
        return options.yes === true ? Promise.resolve(true) : ask(interruption.stopping);
      },
    });
    if (result === undefined) {
      console.err("nothing was applied");
      return EXIT.invalid;
    }
    closeRetirements(retired, result);
    if (options.format === "json") console.out(JSON.stringify(result, undefined, 2));
    else showResult(result, input, console);
    return exitCodeOf(result);
  } catch (error) {
    throw commandError(error);
  } finally {
    stopListening();
  }
}

function refuseContradictions({ autoPlan, dryRun, retire, reviewed, wave }: DeployOptions): void {
  if (wave !== undefined && wave !== "canary") {
    const near = didYouMean(wave, ["canary"]);
    throw new CommandError(
      `--wave must be canary, got ${quote(wave)}; the rest is deployed with --resume and without --wave${near === undefined ? "" : `. ${near}`}`,
      EXIT.invalid,
    );
  }
  if (autoPlan === true && dryRun === true) {
    throw new CommandError("--dry-run shows existing plans: plan first, or remove --auto-plan", EXIT.invalid);
  }
  if (reviewed === undefined) return;
  if (autoPlan === true) {
    throw new CommandError(
      "--auto-plan applies without a review and cannot be combined with --reviewed",
      EXIT.invalid,
    );
  }
  if (retire !== undefined) {
    throw new CommandError(
      "--retire uses the plan files of plan --retire on this machine and cannot be combined with --reviewed",
      EXIT.invalid,
    );
  }
}

/**
 * Returns the check of plans before they are applied. Expired exceptions are kept, so that one of them stops only its
 * own subscription.
 *
 * @returns undefined when there is no fleet, and none of the stacks belongs to a subscription
 * @throws {CommandError} when the plan of a subscription needs a fleet and there is none
 */
async function judgeOf(
  stacks: readonly StackFolder[],
  options: DeployOptions,
  console: Console,
): Promise<PlanJudge | undefined> {
  const date = today(console);
  const folder = fleetFolder(options, console);
  const loaded = loadFleet(folder, {
    today: date,
    expiredExceptions: "keep",
  });
  if (loaded.ok) return PlanJudge.of(loaded.fleet, date);
  if (!stacks.some(({ id }) => isSubscriptionStack(id))) return undefined;
  throw new CommandError(
    `deploy judges every plan by the fleet before it applies it, and the fleet in ${folder} does not load: run csp-baseline check`,
    EXIT.invalid,
  );
}

function canaryOf({ canary, wave }: DeployOptions, input: RunInput): Canary | undefined {
  if (canary === undefined) return wave === undefined ? undefined : { count: CANARIES };
  if (/^\d+$/.test(canary)) {
    const number = Number(canary);
    if (number >= 1 && number <= 100_000) return { count: number };
    throw new CommandError(
      `--canary must be at least 1 or a glob, got ${JSON.stringify(canary)}`,
      EXIT.invalid,
    );
  }
  return { ids: new Set(selectStacks(input, readSelection({ only: canary })).map(({ id }) => id)) };
}

function showSummary(summary: DeploymentSummary, isWave: boolean, console: Console): void {
  const { changes, done, refused, stacks, unchanged } = summary;
  const what =
    changes === undefined ? "planned and applied in one run, without a review" : changesText(changes);
  console.err(`${isWave ? "canary wave: " : ""}${counted(stacks, "stack")} to apply: ${what}`);
  if (changes !== undefined && changes.destroy > 0) {
    console.err(console.style("red", `${counted(changes.destroy, "resource")} will be destroyed`));
  }
  const rest = [
    [unchanged, "has", "have", "nothing to do"],
    [done, "was", "were", "applied by an earlier run"],
    [refused, "is", "are", "refused"],
  ] as const;
  for (const [number, one, many, words] of rest)
    if (number > 0) console.err(`  ${count(number)} ${number === 1 ? one : many} ${words}`);
}

/** Asks on the terminal. Every answer except yes, the end of the input and Ctrl-C mean no. */
function ask(stopping: AbortSignal): Promise<boolean> {
  // readline does not run as a terminal, so that Ctrl-C stays a signal for the run's own listener.
  const terminal = createInterface({ input: process.stdin, output: process.stderr, terminal: false });
  return new Promise((resolve) => {
    const answer = (yes: boolean) => {
      stopping.removeEventListener("abort", refuse);
      resolve(yes);
      terminal.close();
    };
    const refuse = () => answer(false);
    stopping.addEventListener("abort", refuse);
    terminal.once("close", refuse);
    terminal.question("Apply? Only yes is accepted: ", (text) => answer(text.trim().toLowerCase() === "yes"));
  });
}
