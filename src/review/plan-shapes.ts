import { JudgementMemory, type SharedBaseline, SharedBaselines } from "../controls/judgement-memory.ts";
import { idsOf, shapeOf } from "../controls/shape.ts";
import type { Fleet, Subscription } from "../fleet/index.ts";
import { GUID } from "../text/guid.ts";
import type { ReviewedPlan } from "./plan-reviewer.ts";
import { subscriptionOfFile } from "./plan-subscriptions.ts";

/** A plan's text and its subscription's baseline, with all values removed that are specific to one subscription. */
export interface PlanShape {
  readonly subscription: Subscription;
  readonly text: string;
  readonly asked: SharedBaseline;
}

/** The longest text that is kept. */
const LONGEST_TEXT = 256 * 1024;
const SHAPES_KEPT = 32;
/** The number of consecutive misses after which the comparison costs more than it saves. */
const MISSES_ALLOWED = 200;

/**
 * Remembers reviewed plans by their texts. A plan that differs from an earlier one only in its subscription's ids and
 * its time, with the same baseline, does not need to be parsed.
 */
export class PlanShapes {
  readonly #fleet: Fleet;
  readonly #knownContacts: ReadonlySet<string>;
  readonly #memory = new JudgementMemory<ReviewedPlan>(SHAPES_KEPT);
  readonly #baselines = new SharedBaselines();
  #misses = 0;

  constructor(fleet: Fleet, knownContacts: ReadonlySet<string>) {
    this.#fleet = fleet;
    this.#knownContacts = knownContacts;
  }

  /** Returns undefined when the text does not name its managed subscription, has no exact shape, or is too long. */
  shapeOf(file: string, text: string): PlanShape | undefined {
    if (text.length > LONGEST_TEXT || this.#misses > MISSES_ALLOWED) return undefined;
    const id = SUBSCRIPTION.exec(text)?.[1];
    const named = subscriptionOfFile(file);
    const subscription = id === undefined ? undefined : this.#fleet.subscription(id);
    if (subscription === undefined || (named !== undefined && named !== subscription.id)) return undefined;
    const known = this.#knownContacts.has(subscription.id) ? "c" : "";
    const prefix = `${named === undefined ? "" : "n"}${known}`;
    const ids = idsOf(subscription);
    const shape = shapeOf(withoutTime(text), ids);
    const asked = this.#baselines.of(subscription.baseline, ids);
    return shape === undefined || asked === undefined
      ? undefined
      : { subscription, text: `${prefix} ${shape}`, asked };
  }

  /** Returns the review of an identical plan of another subscription. */
  find({ asked, text }: PlanShape): ReviewedPlan | undefined {
    const known = this.#memory.find(asked, text);
    this.#misses = known === undefined ? this.#misses + 1 : 0;
    return known;
  }

  keep({ asked, text }: PlanShape, plan: ReviewedPlan): void {
    this.#memory.keep(asked, text, plan);
  }
}

const SUBSCRIPTION = new RegExp(`/subscriptions/(${GUID})`);
/** The plan's time is near its end, followed only by flags. */
const TIME = /"timestamp":"[\dT:Z-]{20}"((?:,"(?:applyable|complete|errored)":(?:true|false))*\}\s*)$/;
const END = 200;

function withoutTime(text: string): string {
  const end = text.slice(-END);
  const rest = TIME.exec(end);
  return rest === null ? text : text.slice(0, text.length - end.length + rest.index) + (rest[1] ?? "");
}
