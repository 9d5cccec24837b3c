import { JudgementMemory, type SharedBaseline, SharedBaselines } from "../controls/judgement-memory.ts";
import { idsOf, shapeOf } from "../controls/shape.ts";
import type { Fleet, Subscription } from "../fleet/index.ts";
import type { ReviewedPlan } from "./plan-reviewer.ts";
import { subscriptionOfFile } from "./plan-subscriptions.ts";

/** A plan's text and its subscription's baseline with all taken out that makes them one subscription's. */
export interface PlanShape {
  readonly subscription: Subscription;
  readonly text: string;
  readonly asked: SharedBaseline;
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
  readonly #memory = new JudgementMemory<ReviewedPlan>(SHAPES_KEPT);
  readonly #baselines = new SharedBaselines();
  #misses = 0;

  constructor(fleet: Fleet, knownContacts: ReadonlySet<string>) {
    this.#fleet = fleet;
    this.#knownContacts = knownContacts;
  }

  /** Undefined when the text does not say which managed subscription it is of, has no exact shape, or is not worth keeping. */
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

  /** What was said of the same plan for another subscription. */
  find({ asked, text }: PlanShape): ReviewedPlan | undefined {
    const known = this.#memory.find(asked, text);
    this.#misses = known === undefined ? this.#misses + 1 : 0;
    return known;
  }

  keep({ asked, text }: PlanShape, plan: ReviewedPlan): void {
    this.#memory.keep(asked, text, plan);
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
