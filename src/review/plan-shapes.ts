import { idsOf, shapeOf } from "../controls/shape.ts";
import type { Baseline, Fleet, Subscription } from "../fleet/index.ts";
import type { ReviewedPlan } from "./plan-reviewer.ts";
import { subscriptionOfFile } from "./plan-subscriptions.ts";

/** A plan's text with all taken out that makes it one subscription's. */
export interface PlanShape {
  readonly subscription: Subscription;
  readonly text: string;
}

/** Larger plans are not worth keeping the text of. */
const LONGEST_TEXT = 256 * 1024;
const SHAPES_KEPT = 32;
/** When so many plans came without one that was seen before, looking costs more than it saves. */
const MISSES_ALLOWED = 200;

/**
 * Plans that were reviewed, by their texts: one that differs from an earlier one in nothing but its subscription's
 * ids and its time, under the same baseline, need not even be parsed.
 */
export class PlanShapes {
  readonly #fleet: Fleet;
  readonly #knownContacts: ReadonlySet<string>;
  readonly #kept = new Map<string, { readonly baseline: Baseline; readonly plan: ReviewedPlan }>();
  #misses = 0;

  constructor(fleet: Fleet, knownContacts: ReadonlySet<string>) {
    this.#fleet = fleet;
    this.#knownContacts = knownContacts;
  }

  /** Undefined when the text does not say which managed subscription it is of, or is not worth keeping. */
  shapeOf(file: string, text: string): PlanShape | undefined {
    if (text.length > LONGEST_TEXT || this.#misses > MISSES_ALLOWED) return undefined;
    const id = SUBSCRIPTION.exec(text)?.[1];
    const named = subscriptionOfFile(file);
    const subscription = id === undefined ? undefined : this.#fleet.subscription(id);
    if (subscription === undefined || (named !== undefined && named !== subscription.id)) return undefined;
    const known = this.#knownContacts.has(subscription.id) ? "c" : "";
    const prefix = `${named === undefined ? "" : "n"}${known}`;
    return { subscription, text: `${prefix} ${shapeOf(withoutTime(text), idsOf(subscription))}` };
  }

  /** What was said of the same plan for another subscription. */
  find({ subscription, text }: PlanShape): ReviewedPlan | undefined {
    const known = this.#kept.get(text);
    if (known === undefined || known.baseline !== subscription.baseline) {
      this.#misses += 1;
      return undefined;
    }
    this.#misses = 0;
    return known.plan;
  }

  keep({ subscription, text }: PlanShape, plan: ReviewedPlan): void {
    const [oldest] = this.#kept.keys();
    if (oldest !== undefined && this.#kept.size >= SHAPES_KEPT) this.#kept.delete(oldest);
    this.#kept.set(text, { baseline: subscription.baseline, plan });
  }
}

const SUBSCRIPTION = /\/subscriptions\/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/;
/** The plan's own time stands near its end, followed by nothing but flags. */
const TIME = /"timestamp":"[\dT:Z-]{20}"((?:,"(?:applyable|complete|errored)":(?:true|false))*\}\s*)$/;
const END = 200;

function withoutTime(text: string): string {
  const end = text.slice(-END);
  const rest = TIME.exec(end);
  return rest === null ? text : text.slice(0, text.length - end.length + rest.index) + (rest[1] ?? "");
}
