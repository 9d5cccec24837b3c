import { type Evidence, Unknown } from "../evidence/index.ts";
import type { Baseline, CalendarDate, Subscription } from "../fleet/index.ts";
import { controlCatalogue, isInForce, type Judgement, judgeSubscription } from "./index.ts";
import { idsOf, shapeOf, textOf } from "./shape.ts";

export type JudgedControl = ReturnType<typeof judgeSubscription>[number];

/** Judgements kept for evidence that comes again; most fleets have a handful. */
const SHAPES_KEPT = 256;
/** Evidence with more text than this is rare, and not worth keeping. */
const LONGEST_SHAPE = 200_000;

/**
 * Judges evidence. What differs from earlier evidence in nothing but the subscription's own ids, under the same
 * baseline, is judged as that was.
 */
export class Judgements {
  readonly #today: CalendarDate;
  readonly #kept = new Map<string, readonly JudgedControl[]>();
  readonly #baselines = new Map<Baseline, number>();

  constructor(today: CalendarDate) {
    this.#today = today;
  }

  judge(subscription: Subscription, evidence: Evidence): readonly JudgedControl[] {
    const { baseline } = subscription;
    const ids = idsOf(subscription);
    const text = textOfEvidence(evidence);
    if (text === undefined) return judgeSubscription(evidence, { baseline, today: this.#today });
    const shape = `${this.#numberOf(baseline)} ${shapeOf(text, ids)}`;
    const known = this.#kept.get(shape);
    if (known !== undefined) return rewrite(known, (message) => textOf(message, ids));
    const judged = judgeSubscription(evidence, { baseline, today: this.#today });
    const [oldest] = this.#kept.keys();
    if (oldest !== undefined && this.#kept.size >= SHAPES_KEPT) this.#kept.delete(oldest);
    this.#kept.set(
      shape,
      rewrite(judged, (message) => shapeOf(message, ids)),
    );
    return judged;
  }

  /** Baselines are shared by identity. */
  #numberOf(baseline: Baseline): number {
    const known = this.#baselines.get(baseline);
    if (known !== undefined) return known;
    this.#baselines.set(baseline, this.#baselines.size);
    return this.#baselines.size - 1;
  }

  /** All controls that are in force, of which nothing can be said. */
  unknown({ baseline }: Subscription, reason: string): readonly JudgedControl[] {
    const judgement: Judgement = { status: "unknown", message: reason };
    return controlCatalogue()
      .filter((control) => isInForce(control, baseline))
      .map((control) => ({ control, judgement }));
  }
}

/** Undefined when it is not worth keeping. */
function textOfEvidence({ resources, source }: Evidence): string | undefined {
  try {
    // As JSON an unknown value would look like a map.
    const text = JSON.stringify([source, resources], isPlain(resources) ? undefined : tellUnknown);
    return text.length > LONGEST_SHAPE ? undefined : text;
  } catch {
    return undefined; // Nested deeper than anything real.
  }
}

/** Whether there is neither an unknown value nor a text that could be taken for one. */
function isPlain(value: unknown, depth = 0): boolean {
  if (typeof value === "string") return value.charCodeAt(0) !== UNKNOWN;
  if (typeof value !== "object" || value === null) return true;
  if (value instanceof Unknown || depth > MAX_DEPTH) return false;
  if (Array.isArray(value)) {
    for (const item of value) if (!isPlain(item, depth + 1)) return false;
    return true;
  }
  for (const item of Object.values(value)) if (!isPlain(item, depth + 1)) return false;
  return true;
}

const UNKNOWN = 3;
const MAX_DEPTH = 64;

function tellUnknown(_: string, value: unknown): unknown {
  if (value instanceof Unknown) return `\u0003u${value.waitsFor ?? ""}`;
  return typeof value === "string" && value.charCodeAt(0) === UNKNOWN ? `\u0003s${value}` : value;
}

/** What was judged of one subscription, said of another that differs in nothing but its ids. */
export function judgedFor(
  subscription: Subscription,
  judged: readonly JudgedControl[],
  of: Subscription,
): readonly JudgedControl[] {
  return rewrite(judged, (message) => textOf(shapeOf(message, idsOf(of)), idsOf(subscription)));
}

/** The same judgements with their texts written for other ids; those without ids are shared. */
function rewrite(
  judged: readonly JudgedControl[],
  write: (text: string) => string,
): readonly JudgedControl[] {
  return judged.map((one) => {
    const { fix, message, resource } = one.judgement;
    const written = {
      message: write(message),
      ...(fix === undefined ? {} : { fix: write(fix) }),
      ...(resource === undefined ? {} : { resource: write(resource) }),
    };
    const same = written.message === message && written.fix === fix && written.resource === resource;
    return same ? one : { control: one.control, judgement: { ...one.judgement, ...written } };
  });
}
