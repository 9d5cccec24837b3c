import { type Argument, type Command, InvalidArgumentError, Option } from "commander";
import { OPEN_STATUSES, SEVERITIES } from "../findings/open-status.ts";
import { didYouMean } from "../fleet/did-you-mean.ts";
import type { BuildStack } from "../synthesis/index.ts";
import type { Console } from "./console.ts";
import type { Extensions } from "./extensions.ts";

/** Ends every help text. */
export const EXIT_CODES = `
Exit codes: 0 success, 1 findings, 2 usage error or invalid input, 3 external failure.`;

/** The input of a command besides its arguments. */
export interface ProgramOptions extends Extensions {
  /** How the stack of a subscription is built. @default - only the baseline */
  readonly build?: BuildStack;
}

/** The input of a verb's declaration. A verb's code is loaded only when it runs, so `--help` does not wait for it. */
export interface CommandContext {
  readonly console: Console;
  readonly options: ProgramOptions;
  /** Receives the exit code of the verb. */
  readonly end: (exitCode: number) => void;
}

/** Declares a verb with its arguments, help and subverbs: one file per verb in this folder. */
export type AddCommand = (program: Command, context: CommandContext) => void;

export function verb(program: Command, name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .allowExcessArguments(false)
    .addHelpText("after", EXIT_CODES);
}

export const fleetOption = () =>
  new Option("--fleet <dir>", "the fleet's folder (default: $CSP_BASELINE_FLEET, or fleet)");

/** Accepts only these values, and suggests a similar one. */
export function choosing<Of extends Option | Argument>(of: Of, choices: readonly string[]): Of {
  of.choices(choices);
  const isList = of.variadic;
  of.argParser((value: string, previous: unknown) => {
    if (choices.includes(value))
      return isList ? [...(Array.isArray(previous) ? previous : []), value] : value;
    const near = didYouMean(value, choices);
    throw new InvalidArgumentError(
      `Allowed choices are ${choices.join(", ")}.${near === undefined ? "" : ` ${near}`}`,
    );
  });
  return of;
}

/** `--format`, with the default `human`. */
export const formatOption = (...others: string[]) =>
  choosing(new Option("--format <format>", "the format of the result"), ["human", "json", ...others]).default(
    "human",
  );

/**
 * `--only` and `--shard`: select a part of the fleet.
 * @param without what a run with `--only` leaves out besides the other subscriptions
 */
export function selecting(command: Command, without?: string): Command {
  const leavesOut = without === undefined ? "" : `; without ${without}`;
  return command
    .option(
      "--only <glob...>",
      `only subscriptions whose id, name, customer or customer/name matches a glob${leavesOut}`,
    )
    .option("--shard <i/n>", "only the i-th of n equal parts of the fleet");
}

/** `--findings` with its filters: selects subscriptions with open findings in an earlier result. */
export function selectingByFindings(command: Command): Command {
  return command
    .option(
      "--findings <file>",
      "only subscriptions with an open finding in a result of audit or review (JSON)",
    )
    .option("--control <id...>", "with --findings: only findings of these controls")
    .addOption(
      choosing(
        new Option("--severity <severity...>", "with --findings: only findings of these severities"),
        SEVERITIES,
      ),
    )
    .addOption(
      choosing(
        new Option(
          "--status <status...>",
          "with --findings: only findings of these statuses (default: both)",
        ),
        OPEN_STATUSES,
      ),
    );
}

/** `--retire`: how to handle subscriptions that left the fleet. */
export const retireOption = () =>
  choosing(
    new Option(
      "--retire <how>",
      "for subscriptions that left the fleet: destroy the baseline, or forget it and leave it in Azure (default: only report them)",
    ),
    ["destroy", "forget"],
  );

/** `--max-retired`: the maximum share of the fleet that `--retire destroy` removes. */
export const maxRetiredOption = () =>
  new Option(
    "--max-retired <n|p%>",
    "the maximum number or share of subscriptions for --retire destroy (default: 10%, at least one)",
  );

/** The options of every verb that runs Terraform on stacks. */
export function running(command: Command): Command {
  return selectingByFindings(
    selecting(
      command
        .addOption(fleetOption())
        .option("--out <dir>", "the output of synth (default: $CDKTF_OUTDIR, or cdktf.out)")
        .option(
          "--plans <dir>",
          "the folder of plans, logs and results (default: plans, next to the output)",
        ),
    ),
  )
    .option("--parallelism <n>", "the number of concurrent stacks (default: the number of cores, at most 4)")
    .option("--resume", "continue an earlier run that ended early")
    .addOption(formatOption());
}
