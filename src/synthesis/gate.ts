import { type Control, judgeSubscription } from "../controls/index.ts";
import { JudgementMemory, SharedBaselines, withIds } from "../controls/judgement-memory.ts";
import { ANY_IDS, idsOf, namesOf, type StackIds, shapeOf } from "../controls/shape.ts";
import { STACK_CONTROL } from "../controls/stack-control.ts";
import { type Evidence, readStack } from "../evidence/index.ts";
import { type Finding, findingOf } from "../findings/index.ts";
import type { Baseline, CalendarDate, Subscription } from "../fleet/index.ts";
import type { Complaint } from "./limits/complaint.ts";
import { type OwningFleet, ownerOfSubscription, type StackOwner } from "./limits/owner.ts";
import { notCountedBeside, stackComplaints } from "./stack-complaints.ts";
import type { SynthesizedStack } from "./synthesized-stack.ts";

/** The stacks built for a subscription, or the reason of the failure. */
export type BuildResult<Stack extends SynthesizedStack = SynthesizedStack> =
  | { readonly stacks: readonly Stack[] }
  | { readonly failure: string };

export interface GateOptions {
  readonly today: CalendarDate;
  /** Defines where states are kept and to which tenants providers sign in. */
  readonly fleet: OwningFleet;
  /** @default - the catalogue */
  readonly controls?: readonly Control[];
}

type JudgedControl = ReturnType<typeof judgeSubscription>[number];

/** The judgement of one shape of stack. */
interface ShapeJudgement {
  readonly complaints: readonly Complaint[];
  readonly judged: readonly JudgedControl[];
}

/** A remembered judgement, valid for any subscription. */
interface KeptJudgement extends ShapeJudgement {
  /** The number of controls, when all pass and the stack has no complaint; otherwise undefined. */
  readonly passes: number | undefined;
}

/** The number of remembered shapes; most fleets have a handful. */
const SHAPES_KEPT = 2_048;

/**
 * Judges the stacks built for a subscription by their resolved content, escape hatches included, not by the constructs
 * that were called. Reports every problem, not only the first.
 *
 * Stacks that differ only in their own ids are judged once for each baseline: see JudgementMemory. A judgement depends
 * only on the stack's text, the baseline, the stack's owner and the day.
 */
export class Gate {
  readonly #options: GateOptions;
  readonly #memory = new JudgementMemory<KeptJudgement>(SHAPES_KEPT);
  readonly #baselines = new SharedBaselines();

  constructor(options: GateOptions) {
    this.#options = options;
  }

  /**
   * @param built must contain one stack, named by the subscription's id
   * @returns a finding for every control, and one for each complaint about the stack; only one when building
   * failed
   */
  judge(subscription: Subscription, built: BuildResult): Finding[] {
    if ("failure" in built) {
      const fix = "Correct the construct or its props";
      return [findingOf(subscription, STACK_CONTROL, { status: "fail", message: built.failure, fix })];
    }
    const own = built.stacks.filter((stack) => stack.id === subscription.id);
    const complaints: Complaint[] = built.stacks
      .filter((stack) => stack.id !== subscription.id)
      .map((stack) => ({ message: `its stack is named ${JSON.stringify(stack.id)}`, fix: NAMING }));
    if (own.length > 1)
      complaints.push({ message: `${own.length} stacks are built for this subscription`, fix: NAMING });
    const [stack] = own;
    if (stack === undefined)
      complaints.push({ message: "no stack is built for this subscription", fix: NAMING });

    const judgement =
      stack === undefined ? this.#judgeNothing(subscription) : this.#judgeStack(subscription, stack);
    return toFindings(subscription, { ...judgement, complaints: [...complaints, ...judgement.complaints] });
  }

  /**
   * Judges a stack of a known shape.
   * @param shape its name; undefined for a stack without a shape, which is judged separately
   * @param load called for a new shape; returns a stack of this shape
   */
  judgeShape(subscription: Subscription, shape: string | undefined, load: () => SynthesizedStack): Finding[] {
    return toFindings(subscription, this.#judgeShape(subscription, shape, load));
  }

  /**
   * Returns the number of controls when a stack of this shape passes all, none is excepted, and a stack of the shape
   * was
   * judged recently; otherwise undefined. Much faster than the findings, which most callers do not need.
   * @param shape its name
   */
  passes(subscription: Subscription, shape: string | undefined): number | undefined {
    if (subscription.exceptions.length > 0) return undefined;
    const question = this.#question(subscription, shape);
    return question && this.#memory.find(question.asked, question.shape)?.passes;
  }

  #judgeStack(subscription: Subscription, stack: SynthesizedStack): ShapeJudgement {
    // Errors belong to the constructs of this stack and are not in its text.
    const isAlone = stack.errors.length > 0;
    const { shape } = isAlone ? {} : (stack.names ?? namesOf(stack.text, idsOf(subscription)));
    return this.#judgeShape(subscription, shape, () => stack);
  }

  #judgeShape(
    subscription: Subscription,
    shape: string | undefined,
    load: () => SynthesizedStack,
  ): ShapeJudgement {
    const question = this.#question(subscription, shape);
    if (question !== undefined) {
      const { asked, ids, owner } = question;
      const kept = this.#memory.recall(asked, question.shape, (baseline) => {
        return judgeShared(load(), ids, (stack) => this.#judgeNow(stack, JSON.parse(owner), baseline));
      });
      if (kept !== undefined) return forSubscription(kept, ids);
    }
    const owner = ownerOfSubscription(this.#options.fleet, subscription);
    return this.#judgeNow(load(), owner, subscription.baseline);
  }

  /** Returns the key under which the judgement of this shape is remembered; undefined when it is not. */
  #question(subscription: Subscription, shape: string | undefined) {
    if (shape === undefined) return undefined;
    const ids = idsOf(subscription);
    const asked = this.#baselines.of(subscription.baseline, ids);
    const owner = shapeOf(JSON.stringify(ownerOfSubscription(this.#options.fleet, subscription)), ids);
    if (asked === undefined || owner === undefined) return undefined;
    return { asked, ids, owner, shape: `${shape} ${owner}` };
  }

  #judgeNow(stack: SynthesizedStack, owner: StackOwner, baseline: Baseline): ShapeJudgement {
    const evidence = readStack(stack.json);
    const declared =
      evidence.subscriptions.get(owner.subscriptionId) ?? nothingDeclared(owner.subscriptionId);
    const judged = this.#controls(declared, baseline);
    const complaints = stackComplaints(owner, stack, evidence);
    const lacks = judged.some(({ judgement }) => judgement.status !== "pass");
    return { complaints: lacks ? [...complaints, ...notCountedBeside(evidence)] : complaints, judged };
  }

  #judgeNothing({ baseline, id }: Subscription): ShapeJudgement {
    return { complaints: [], judged: this.#controls(nothingDeclared(id), baseline) };
  }

  #controls(evidence: Evidence, baseline: Baseline): JudgedControl[] {
    const { controls, today } = this.#options;
    return judgeSubscription(evidence, { baseline, today }, controls);
  }
}

const NAMING =
  "Build exactly one stack for each subscription of the fleet, with the subscription's id as its own";

function nothingDeclared(subscriptionId: string): Evidence {
  return { source: "stack", subscriptionId, resources: [] };
}

function passesOf({ complaints, judged }: ShapeJudgement): number | undefined {
  const passed = judged.every(({ judgement }) => judgement.status === "pass");
  return passed && complaints.length === 0 ? judged.length : undefined;
}

function toFindings(subscription: Subscription, { complaints, judged }: ShapeJudgement): Finding[] {
  return [
    ...complaints.map((complaint) =>
      findingOf(subscription, STACK_CONTROL, { status: "fail", ...complaint }),
    ),
    ...judged.map(({ control, judgement }) => findingOf(subscription, control, judgement)),
  ];
}

/** Returns the judgement for any subscription with such a stack; undefined when the stack's text has no exact shape. */
function judgeShared(
  stack: SynthesizedStack,
  ids: StackIds,
  judge: (shared: SynthesizedStack) => ShapeJudgement,
): KeptJudgement | undefined {
  const text = shapeOf(stack.text, ids);
  if (text === undefined) return undefined;
  const { subscriptionId: id } = ANY_IDS;
  const judgement = judge({ id, text, json: JSON.parse(text), errors: stack.errors });
  return { ...judgement, passes: passesOf(judgement) };
}

/** Fills the ids of a subscription into a remembered judgement. */
function forSubscription({ complaints, judged }: ShapeJudgement, ids: StackIds): ShapeJudgement {
  return {
    complaints: complaints.map((complaint) => withIds(complaint, ids)),
    judged: judged.map(({ control, judgement }) => ({ control, judgement: withIds(judgement, ids) })),
  };
}
