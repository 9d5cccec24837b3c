import { type Argument, type Command, InvalidArgumentError, Option } from "commander";
import { OPEN_STATUSES, SEVERITIES } from "../findings/open-status.ts";
import { didYouMean } from "../fleet/did-you-mean.ts";
import type { BuildStack } from "../synthesis/index.ts";
import type { Console } from "./console.ts";
import type { Extensions } from "./extensions.ts";

/** Ends every help text. */
export const EXIT_CODES = `
Exit codes: 0 success, 1 findings, 2 usage error or invalid input, 3 external failure.`;

/** Everything that a caller may bring besides arguments. */
export interface ProgramOptions extends Extensions {
  /** How the stack of a subscription is built. @default the baseline alone */
  readonly build?: BuildStack;
}

/** What a verb's declaration is given: its code is loaded only when it runs, so `--help` need not wait for it. */
export interface CommandContext {
  readonly console: Console;
  readonly options: ProgramOptions;
  /** Takes the exit status of the verb that ran. */
  readonly end: (exitCode: number) => void;
}

/** Declares one verb, or a verb and its own verbs: arguments and help; a file each in this folder. */
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

/** Takes one of these only, and says which one a slip was likely to be. */
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

/** `--format`, with `human` unless told. */
export const formatOption = (...others: string[]) =>
  choosing(new Option("--format <format>", "how the result is shown"), ["human", "json", ...others]).default(
    "human",
  );

/** `--only` and `--shard`: a part of the fleet. */
export function selecting(command: Command): Command {
  return command
    .option("--only <glob...>", "only subscriptions whose id, name, customer or customer/name matches a glob")
    .option("--shard <i/n>", "only the i-th of n equal parts of the fleet");
}

/** `--findings` and what narrows it: the subscriptions with open findings in an earlier result. */
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

/** `--retire`: what becomes of subscriptions that left the fleet. */
export const retireOption = () =>
  choosing(
    new Option(
      "--retire <how>",
      "what left the fleet: destroy its baseline, or forget it and leave it in Azure (default: named, and left)",
    ),
    ["destroy", "forget"],
  );

/** `--max-retired`: how much of the fleet `--retire destroy` may take. */
export const maxRetiredOption = () =>
  new Option(
    "--max-retired <n|p%>",
    "how many subscriptions --retire destroy may take, or which share of the fleet (default: 10%, and one at least)",
  );

/** What every verb that runs Terraform over stacks takes. */
export function running(command: Command): Command {
  return selectingByFindings(
    selecting(
      command
        .addOption(fleetOption())
        .option("--out <dir>", "what synth wrote (default: $CDKTF_OUTDIR, or cdktf.out)")
        .option("--plans <dir>", "where plans, logs and results go (default: plans, beside the output)"),
    ),
  )
    .option("--parallelism <n>", "stacks at a time (default: the number of cores, at most 4)")
    .option("--resume", "go on where an earlier run ended or was killed")
    .addOption(formatOption());
}
