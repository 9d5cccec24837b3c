import { type Control, judgeSubscription } from "../controls/index.ts";
import { type Evidence, readStack } from "../evidence/index.ts";
import { type Finding, findingOf } from "../findings/index.ts";
import type { CalendarDate, Subscription } from "../inventory/index.ts";
import { STACK_CONTROL } from "./stack-control.ts";
import { type Complaint, stackComplaints } from "./stack-complaints.ts";

/** A stack as it would be written. */
export interface SynthesizedStack {
  readonly id: string;
  readonly json: Readonly<Record<string, unknown>>;
  /** What its own constructs say against it. */
  readonly errors: readonly string[];
}

export interface GateOptions {
  readonly today: CalendarDate;
  /** @default the catalogue */
  readonly controls?: readonly Control[];
}

/** All that was built for a subscription: its stacks, or why building them came to nothing. */
export type BuildResult<Stack extends SynthesizedStack = SynthesizedStack> =
  | { readonly stacks: readonly Stack[] }
  | { readonly failure: string };

/**
 * Judges what was built for one subscription: by what the stack resolves to, escape hatches included, not by
 * which constructs were called. Everything wrong is found, not only the first.
 *
 * @param built there should be one stack, named by the subscription's id
 * @returns a finding for every control, and one for each thing wrong with the stack itself; when nothing could
 *   be built, that alone
 */
export function judgeStacks(subscription: Subscription, built: BuildResult, options: GateOptions): Finding[] {
  if ("failure" in built) {
    const judgement = { status: "fail", message: built.failure, fix: "Correct the construct or its props" } as const;
    return [findingOf(subscription, STACK_CONTROL, judgement)];
  }
  const { stacks } = built;
  const own = stacks.filter((stack) => stack.id === subscription.id);
  const complaints: Complaint[] = stacks
    .filter((stack) => stack.id !== subscription.id)
    .map((stack) => ({ message: `its stack is named ${JSON.stringify(stack.id)}`, fix: NAMING }));
  if (own.length > 1) complaints.push({ message: `${own.length} stacks are built for it`, fix: NAMING });
  const [stack] = own;
  if (stack === undefined) complaints.push({ message: "no stack is built for it", fix: NAMING });

  const evidence = stack === undefined ? undefined : readStack(stack.json);
  if (stack !== undefined && evidence !== undefined) {
    complaints.push(...stackComplaints(subscription, stack, evidence));
  }
  const declared: Evidence = evidence?.subscriptions.get(subscription.id) ?? {
    source: "stack",
    subscriptionId: subscription.id,
    resources: [],
  };
  const expected = { baseline: subscription.baseline, today: options.today };
  return [
    ...complaints.map((complaint) => findingOf(subscription, STACK_CONTROL, { status: "fail", ...complaint })),
    ...judgeSubscription(declared, expected, options.controls).map(({ control, judgement }) =>
      findingOf(subscription, control, judgement),
    ),
  ];
}

const NAMING = "Build exactly one stack for each subscription of the fleet, with the subscription's id as its own";
