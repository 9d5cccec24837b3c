import { stackOwner } from "../../fleet/find.ts";
import type { Fleet } from "../../fleet/index.ts";
import {
  plannedRetirements,
  planRetirements,
  printable,
  type RetiredStack,
  type Retiring,
  stacksThatLeft,
} from "../../runner/index.ts";
import { type Console, counted } from "../console.ts";
import { asCommandError, type RunInput, type RunOptions } from "../run-input.ts";

export interface RetireOptions extends RunOptions, Pick<Retiring, "retire" | "maxRetired"> {}

/** The retired stacks to plan: none, and a word on them, unless `--retire` says what to do. */
export function retirementsToPlan(
  input: RunInput,
  options: RetireOptions,
  console: Console,
): readonly RetiredStack[] {
  const mode = options.retire;
  if (mode === undefined) {
    sayRetired(stacksThatLeft(input, options), console);
    return [];
  }
  const stacks = asCommandError(() => planRetirements(input, mode, options));
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
  return asCommandError(() => plannedRetirements(input, mode, options));
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
