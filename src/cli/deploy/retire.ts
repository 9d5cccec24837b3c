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

/** The options of the runner's room: globs as a list. */
function retiringOf({ maxRetired, only, retire, shard }: RetireOptions): Retiring {
  return {
    ...(maxRetired === undefined ? {} : { maxRetired }),
    ...(only === undefined ? {} : { only: typeof only === "string" ? [only] : only }),
    ...(retire === undefined ? {} : { retire }),
    ...(shard === undefined ? {} : { shard }),
  };
}

/** Findings are of what is in the fleet: they select nothing of what left it. */
function isByFindings({ findings, retire }: RetireOptions): boolean {
  if (findings === undefined) return false;
  if (retire === undefined) return true;
  throw new CommandError(
    "--retire is about subscriptions that left the fleet, and --findings about those in it: leave one of them out",
    EXIT.invalid,
  );
}

/** The retired stacks to plan: none, and a word on them, unless `--retire` says what to do. */
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

/** The retired stacks to deploy: those that were planned in this way. */
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

/** The input with retired stacks among those that there are. */
export function withRetired(input: RunInput, retired: readonly RetiredStack[]): RunInput {
  if (retired.length === 0) return input;
  return { ...input, output: { ...input.output, stacks: [...input.output.stacks, ...retired] } };
}

/** Names of subscriptions that left the fleet, where an earlier fleet has them. */
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
    `${console.style("yellow", "warning")} ${counted(stacks.length, "subscription")} left the fleet; what is deployed stays as it is: ${some.join(", ")}${more}`,
  );
  console.err(
    "  --retire destroy plans to remove its baseline from Azure, --retire forget to leave it there unmanaged",
  );
}
