import { type Control, judgeSubscription } from "../controls/index.ts";
import { digest, idsOf, shapeDigest, shapeOf, textOf } from "../controls/shape.ts";
import { STACK_CONTROL } from "../controls/stack-control.ts";
import { type Evidence, readStack } from "../evidence/index.ts";
import { type Finding, findingOf } from "../findings/index.ts";
import type { Baseline, CalendarDate, Subscription } from "../fleet/index.ts";
import type { Complaint } from "./limits/complaint.ts";
import { type OwningFleet, ownerOfSubscription } from "./limits/owner.ts";
import { notCountedBeside, stackComplaints } from "./stack-complaints.ts";
import type { SynthesizedStack } from "./synthesized-stack.ts";

/** All that was built for a subscription: its stacks, or why building them came to nothing. */
export type BuildResult<Stack extends SynthesizedStack = SynthesizedStack> =
  | { readonly stacks: readonly Stack[] }
  | { readonly failure: string };

export interface GateOptions {
  readonly today: CalendarDate;
  /** Says where states are kept and which tenant providers sign in to. */
  readonly fleet: OwningFleet;
  /** @default the catalogue */
  readonly controls?: readonly Control[];
}

type JudgedControl = ReturnType<typeof judgeSubscription>[number];

/** What is said of one shape of stack. */
interface ShapeJudgement {
  readonly complaints: readonly Complaint[];
  readonly judged: readonly JudgedControl[];
}

/** The same with ids masked, as it is kept. */
interface KeptJudgement extends ShapeJudgement {
  /** How many controls are passed, when all are and nothing is wrong with the stack; otherwise undefined. */
  readonly passes: number | undefined;
}

/** Judgements kept for shapes that come again; most fleets have a handful. */
const SHAPES_KEPT = 64;

/**
 * Judges what was built for a subscription: by what its stack resolves to, escape hatches included, not by which
 * constructs were called. Everything wrong is found, not only the first.
 *
 * A stack that differs from an earlier one in nothing but its own ids, under the same baseline, is judged as that
 * one was.
 */
export class Gate {
  readonly #options: GateOptions;
  /** By shape and baseline, the ids masked. */
  readonly #shapes = new Map<string, KeptJudgement>();
  readonly #baselines = new WeakMap<Baseline, string>();

  constructor(options: GateOptions) {
    this.#options = options;
  }

  /**
   * @param built there should be one stack, named by the subscription's id
   * @returns a finding for every control, and one for each thing wrong with the stack itself; when nothing could
   *   be built, that alone
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
    if (own.length > 1) complaints.push({ message: `${own.length} stacks are built for it`, fix: NAMING });
    const [stack] = own;
    if (stack === undefined) complaints.push({ message: "no stack is built for it", fix: NAMING });

    const said =
      stack === undefined ? this.#judgeNothing(subscription) : this.#judgeStack(subscription, stack);
    return toFindings(subscription, { ...said, complaints: [...complaints, ...said.complaints] });
  }

  /**
   * Judges a stack of which only the shape is known.
   * @param shape its {@link shapeDigest}
   * @param load called when the shape is new; gives a stack of it
   */
  judgeShape(subscription: Subscription, shape: string, load: () => SynthesizedStack): Finding[] {
    const said = this.#known(subscription, shape) ?? this.#judgeStack(subscription, { ...load(), shape });
    return toFindings(subscription, said);
  }

  /**
   * How many controls a stack of this shape passes, when it passes all, none is excepted, and a stack of the shape was
   * judged lately; otherwise undefined. Much faster than the findings, which nobody wants of most stacks.
   * @param shape its {@link shapeDigest}
   */
  passes(subscription: Subscription, shape: string): number | undefined {
    if (subscription.exceptions.length > 0) return undefined;
    return this.#shapes.get(this.#key(subscription, shape))?.passes;
  }

  #judgeStack(subscription: Subscription, stack: SynthesizedStack): ShapeJudgement {
    // Errors are of this one stack's constructs, and not in its text.
    if (stack.errors.length > 0) return this.#judgeNow(subscription, stack);
    const ids = idsOf(subscription);
    const shape = stack.shape ?? shapeDigest(stack.text, ids);
    const known = this.#known(subscription, shape);
    if (known !== undefined) return known;
    const judgement = this.#judgeNow(subscription, stack);
    const [oldest] = this.#shapes.keys();
    if (oldest !== undefined && this.#shapes.size >= SHAPES_KEPT) this.#shapes.delete(oldest);
    const masked = rewrite(judgement, (text) => shapeOf(text, ids));
    this.#shapes.set(this.#key(subscription, shape), { ...masked, passes: passesOf(judgement) });
    return judgement;
  }

  #known(subscription: Subscription, shape: string): ShapeJudgement | undefined {
    const masked = this.#shapes.get(this.#key(subscription, shape));
    const ids = idsOf(subscription);
    return masked && rewrite(masked, (text) => textOf(text, ids));
  }

  #key(subscription: Subscription, shape: string): string {
    const { baseline } = subscription;
    const owner = shapeOf(
      JSON.stringify(ownerOfSubscription(this.#options.fleet, subscription)),
      idsOf(subscription),
    );
    let key = this.#baselines.get(baseline);
    if (key === undefined) {
      key = digest(JSON.stringify(baseline));
      this.#baselines.set(baseline, key);
    }
    return `${shape} ${key} ${owner}`;
  }

  #judgeNow(subscription: Subscription, stack: SynthesizedStack): ShapeJudgement {
    const evidence = readStack(stack.json);
    const declared = evidence.subscriptions.get(subscription.id) ?? nothingDeclared(subscription);
    const judged = this.#controls(subscription, declared);
    const complaints = stackComplaints(
      ownerOfSubscription(this.#options.fleet, subscription),
      stack,
      evidence,
    );
    const lacks = judged.some(({ judgement }) => judgement.status !== "pass");
    return { complaints: lacks ? [...complaints, ...notCountedBeside(evidence)] : complaints, judged };
  }

  #judgeNothing(subscription: Subscription): ShapeJudgement {
    return { complaints: [], judged: this.#controls(subscription, nothingDeclared(subscription)) };
  }

  #controls({ baseline }: Subscription, evidence: Evidence): JudgedControl[] {
    const { controls, today } = this.#options;
    return judgeSubscription(evidence, { baseline, today }, controls);
  }
}

const NAMING =
  "Build exactly one stack for each subscription of the fleet, with the subscription's id as its own";

function nothingDeclared(subscription: Subscription): Evidence {
  return { source: "stack", subscriptionId: subscription.id, resources: [] };
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

/** The same judgement with its texts written for other ids. */
function rewrite({ complaints, judged }: ShapeJudgement, write: (text: string) => string): ShapeJudgement {
  return {
    complaints: complaints.map(({ fix, message, resource }) => ({
      message: write(message),
      fix: write(fix),
      ...(resource === undefined ? {} : { resource: write(resource) }),
    })),
    judged: judged.map(({ control, judgement }) => ({
      control,
      judgement: {
        ...judgement,
        message: write(judgement.message),
        ...(judgement.fix === undefined ? {} : { fix: write(judgement.fix) }),
        ...(judgement.resource === undefined ? {} : { resource: write(judgement.resource) }),
      },
    })),
  };
}
