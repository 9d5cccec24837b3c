import { stackOwner } from "../../fleet/find.ts";
import type { Fleet } from "../../fleet/index.ts";
import {
  plannedRetirements,
  planRetirements,
  type RetiredStack,
  type Retiring,
  stacksThatLeft,
} from "../../runner/index.ts";
import { printable } from "../../text/printable.ts";
import { asCommandError } from "../command-error.ts";
import { type Console, counted } from "../console.ts";
import { CommandError, EXIT } from "../exit-codes.ts";
import type { RunInput, RunOptions } from "../run-input.ts";

export interface RetireOptions extends RunOptions, Pick<Retiring, "retire" | "maxRetired"> {}

/** The runner's options, with globs as a list. */
function retiringOf({ maxRetired, only, retire, shard }: RetireOptions): Retiring {
  return {
    ...(maxRetired === undefined ? {} : { maxRetired }),
    ...(only === undefined ? {} : { only: typeof only === "string" ? [only] : only }),
    ...(retire === undefined ? {} : { retire }),
    ...(shard === undefined ? {} : { shard }),
  };
}

/** Findings select only subscriptions in the fleet. */
function isByFindings({ findings, retire }: RetireOptions): boolean {
  if (findings === undefined) return false;
  if (retire === undefined) return true;
  throw new CommandError(
    "--retire selects subscriptions that left the fleet, and --findings those in it: use one of them",
    EXIT.invalid,
  );
}

/** Returns the retired stacks to plan. Without `--retire` it returns none, and shows a note about them. */
export function retirementsToPlan(
  input: RunInput,
  options: RetireOptions,
  console: Console,
): readonly RetiredStack[] {
  const mode = options.retire;
  if (isByFindings(options)) return [];
  if (mode === undefined) {
    sayRetired(stacksThatLeft(input, retiringOf(options)), console);
    return [];
  }
  const stacks = asCommandError(() => planRetirements(input, mode, retiringOf(options)));
  if (stacks.length === 0) console.err("--retire: no stack of a subscription that left the fleet");
  return stacks;
}

/** Returns the retired stacks to deploy: those planned with the same option. */
export function retirementsToDeploy(
  input: RunInput,
  options: RetireOptions & { readonly autoPlan?: boolean },
  console: Console,
): readonly RetiredStack[] {
  const mode = options.retire;
  if (options.autoPlan === true || mode === undefined) return retirementsToPlan(input, options, console);
  if (isByFindings(options)) return [];
  return asCommandError(() => plannedRetirements(input, mode, retiringOf(options)));
}

/** Adds retired stacks to the stacks of the input. */
export function withRetired(input: RunInput, retired: readonly RetiredStack[]): RunInput {
  if (retired.length === 0) return input;
  return { ...input, output: { ...input.output, stacks: [...input.output.stacks, ...retired] } };
}

/** Returns the names of subscriptions that left the fleet, from an earlier fleet. */
export function withEarlierNames(input: RunInput, earlier: Fleet | undefined): RunInput {
  if (earlier === undefined) return input;
  return {
    ...input,
    nameOf: (id) => {
      const was = stackOwner(earlier, id);
      return input.nameOf(id) ?? (was && { name: was.name, customer: was.customer.key });
    },
  };
}

const NAMED = 10;

function sayRetired(stacks: readonly RetiredStack[], console: Console): void {
  if (stacks.length === 0) return;
  const some = stacks.slice(0, NAMED).map(({ id }) => printable(id));
  const more = stacks.length > NAMED ? `, and ${stacks.length - NAMED} more` : "";
  console.err(
    `${console.style("yellow", "warning")} ${counted(stacks.length, "subscription")} left the fleet; deployed resources stay unchanged: ${some.join(", ")}${more}`,
  );
  console.err(
    "  --retire destroy plans the removal of the baseline from Azure; --retire forget leaves it there unmanaged",
  );
}
