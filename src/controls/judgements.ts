import { type Evidence, Unknown } from "../evidence/index.ts";
import type { CalendarDate, Subscription } from "../fleet/index.ts";
import { controlCatalogue } from "./catalogue.ts";
import type { Judgement } from "./control.ts";
import { isInForce } from "./in-force.ts";
import { type JudgedControl, judgeSubscription } from "./judge-subscription.ts";
import { JudgementMemory, SharedBaselines, withIds, withTexts } from "./judgement-memory.ts";
import { idsOf, type StackIds, shapeOf, textOf } from "./shape.ts";

export type { JudgedControl } from "./judge-subscription.ts";

/** The number of cached shapes of evidence; most fleets have a handful. */
const SHAPES_KEPT = 256;
/** The longest text of evidence that is cached; longer ones are rare. */
const LONGEST_SHAPE = 200_000;
/** The most resources of evidence that is cached; more exceed the length above. */
const MOST_RESOURCES = 2000;

/** Judges evidence once for each shape and baseline. */
export class Judgements {
  readonly #today: CalendarDate;
  readonly #memory = new JudgementMemory<readonly JudgedControl[]>(SHAPES_KEPT);
  readonly #baselines = new SharedBaselines();

  constructor(today: CalendarDate) {
    this.#today = today;
  }

  judge(subscription: Subscription, evidence: Evidence): readonly JudgedControl[] {
    const shape = shapeOfEvidence(evidence, idsOf(subscription));
    return this.judgeShape(subscription, shape, () => evidence);
  }

  /**
   * Judges evidence given by its shape.
   * @param shape undefined: judged without the cache
   * @param load called when the shape is not cached for the subscription's baseline
   */
  judgeShape(
    subscription: Subscription,
    shape: string | undefined,
    load: () => Evidence,
  ): readonly JudgedControl[] {
    const { baseline } = subscription;
    const ids = idsOf(subscription);
    let loaded: Evidence | undefined;
    const evidence = () => {
      loaded ??= load();
      return loaded;
    };
    const asked = shape === undefined ? undefined : this.#baselines.of(baseline, ids);
    const judged =
      shape === undefined || asked === undefined
        ? undefined
        : this.#memory.recall(asked, shape, (shared) => this.#judgeShared(evidence(), ids, shared));
    if (judged === undefined) return judgeSubscription(evidence(), { baseline, today: this.#today });
    return judgedAs(judged, (judgement) => withIds(judgement, ids));
  }

  /** Returns `unknown` for all controls in force. */
  unknown({ baseline }: Subscription, reason: string): readonly JudgedControl[] {
    const judgement: Judgement = { status: "unknown", message: reason };
    return controlCatalogue()
      .filter((control) => isInForce(control, baseline))
      .map((control) => ({ control, judgement }));
  }

  #judgeShared(
    evidence: Evidence,
    ids: StackIds,
    baseline: Subscription["baseline"],
  ): readonly JudgedControl[] | undefined {
    const shape = shapeOfEvidence(evidence, ids);
    if (shape === undefined) return undefined;
    const shared: Evidence = JSON.parse(shape, reviveUnknown);
    return judgeSubscription(shared, { baseline, today: this.#today });
  }
}

/** Rewrites the judgement of one subscription for another that differs only in its ids. */
export function judgedFor(
  subscription: Subscription,
  judged: readonly JudgedControl[],
  of: Subscription,
): readonly JudgedControl[] {
  const [from, to] = [idsOf(of), idsOf(subscription)];
  return judgedAs(judged, (judgement) => withTexts(judgement, (text) => textFor(text, from, to)));
}

/** Rewrites a text of one subscription for another; returns it unchanged where it has no exact shape. */
export function textFor(text: string, from: StackIds, to: StackIds): string {
  const shape = shapeOf(text, from);
  return shape === undefined ? text : textOf(shape, to);
}

function judgedAs(
  judged: readonly JudgedControl[],
  say: (judgement: Judgement) => Judgement,
): readonly JudgedControl[] {
  return judged.map((one) => {
    const judgement = say(one.judgement);
    return judgement === one.judgement ? one : { control: one.control, judgement };
  });
}

/** Returns undefined when the evidence has no exact shape or is too large to cache. */
function shapeOfEvidence(evidence: Evidence, ids: StackIds): string | undefined {
  if (evidence.resources.length > MOST_RESOURCES) return undefined;
  try {
    // JSON would turn an unknown value into a map.
    const text = JSON.stringify(evidence, isPlain(evidence.resources) ? undefined : markUnknown);
    return text.length > LONGEST_SHAPE ? undefined : shapeOf(text, ids);
  } catch {
    return undefined; // Nested deeper than anything real.
  }
}

/** Reports whether the value contains neither an unknown value nor a text that looks like a marker. */
function isPlain(value: unknown, depth = 0): boolean {
  if (typeof value === "string") return value.charCodeAt(0) !== MARK_CODE;
  if (typeof value !== "object" || value === null) return true;
  if (value instanceof Unknown || depth > MAX_DEPTH) return false;
  if (Array.isArray(value)) {
    for (const item of value) if (!isPlain(item, depth + 1)) return false;
    return true;
  }
  for (const item of Object.values(value)) if (!isPlain(item, depth + 1)) return false;
  return true;
}

const MAX_DEPTH = 64;
/** Prefix of the text that replaces an unknown value, and of texts that would look like it. */
const MARK = "\u0003";
const MARK_CODE = 3;
const KINDS = { nothing: `${MARK}n`, unknown: `${MARK}u`, text: `${MARK}t` };

function markUnknown(_: string, value: unknown): unknown {
  if (value instanceof Unknown)
    return value.waitsFor === undefined ? KINDS.nothing : `${KINDS.unknown}${value.waitsFor}`;
  return typeof value === "string" && value.startsWith(MARK) ? `${KINDS.text}${value}` : value;
}

function reviveUnknown(_: string, value: unknown): unknown {
  if (typeof value !== "string" || !value.startsWith(MARK)) return value;
  if (value === KINDS.nothing) return new Unknown();
  const rest = value.slice(KINDS.text.length);
  return value.startsWith(KINDS.unknown) ? new Unknown(rest) : rest;
}
