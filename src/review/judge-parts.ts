import type { JudgedControl, Judgements } from "../controls/judgements.ts";
import { type ArmResource, type Evidence, Unknown } from "../evidence/index.ts";
import type { Subscription } from "../fleet/index.ts";
import type { PlanPart } from "./plan-part.ts";
import type { Possibility } from "./possibility.ts";

export interface JudgedSides {
  readonly after: readonly JudgedControl[];
  readonly before: readonly JudgedControl[];
}

/**
 * Judges a subscription by all its plans together: each plan may hold a part of the baseline. A resource that one plan
 * deletes does not exist afterwards, even if another plan keeps it.
 *
 * @param parts at least one
 * @param declared further resources that count on both sides, such as those of a stack without a plan @default - none
 */
export function judgeParts(
  judgements: Judgements,
  subscription: Subscription,
  parts: readonly PlanPart[],
  declared: readonly ArmResource[] = [],
): JudgedSides {
  const judge = (resources: readonly ArmResource[], possibilities: readonly Possibility[]) =>
    withPossibilities(judgements, subscription, resources, possibilities).map((one) =>
      parts.reduce((judged, { secrets }) => secrets.maskJudged(judged), one),
    );
  const after = [...afterAll(parts), ...declared.filter(({ id }) => !isDeleted(id, parts))];
  const before = [...parts.flatMap((part) => part.before.resources), ...declared];
  const possible = {
    after: parts.flatMap((part) => part.after.possibilities),
    before: parts.flatMap((part) => part.before.possibilities),
  };
  const judged = judge(after, possible.after);
  const same = sameResources(before, after) && possible.after.length + possible.before.length === 0;
  return { after: judged, before: same ? judged : judge(before, possible.before) };
}

/** Returns the resources of all plans after their applies, in any order of the applies. */
function afterAll(parts: readonly PlanPart[]): readonly ArmResource[] {
  const [first, ...others] = parts;
  if (first !== undefined && others.length === 0) return first.after.resources;
  return parts.flatMap((part) => {
    const elsewhere = parts.filter((other) => other !== part);
    const kept = new Set(part.before.resources);
    return part.after.resources.flatMap((resource) => {
      if (!isDeleted(resource.id, elsewhere)) return [resource];
      // Created by one plan and deleted by another: the result depends on the order of the applies.
      return kept.has(resource)
        ? []
        : [{ ...resource, properties: new Unknown("the apply of another plan") }];
    });
  });
}

function isDeleted(id: ArmResource["id"], parts: readonly PlanPart[]): boolean {
  return typeof id === "string" && parts.some(({ deleted }) => deleted.has(id.toLowerCase()));
}

/** An unchanged resource is the same object on both sides. */
function sameResources(a: readonly ArmResource[], b: readonly ArmResource[]): boolean {
  return a.length === b.length && a.every((one, at) => one === b[at]);
}

function withPossibilities(
  judgements: Judgements,
  subscription: Subscription,
  resources: readonly ArmResource[],
  possibilities: readonly Possibility[],
): readonly JudgedControl[] {
  const judge = (all: readonly ArmResource[]): readonly JudgedControl[] =>
    judgements.judge(subscription, evidenceOf(subscription, all));
  let judged = judge(resources);
  for (const possibility of possibilities) {
    const other = new Map(judge(possibility.apply(resources)).map((one) => [one.control.id, one]));
    judged = judged.map((one) => withPossibility(one, other.get(one.control.id) ?? one, possibility));
  }
  return judged;
}

/** Returns the judgement, or unknown when a possibility would change it. */
function withPossibility(
  judged: JudgedControl,
  other: JudgedControl,
  possibility: Possibility,
): JudgedControl {
  const [now, then] = [judged.judgement.status, other.judgement.status];
  const { about, effect, fix } = possibility;
  const gains = effect !== "takes" && now !== "pass" && then !== "fail";
  const loses = effect !== "adds" && now === "pass" && then !== "pass";
  if (!gains && !loses) return judged;
  const [resource, message] = about?.(judged.control.id) ?? [possibility.resource, possibility.reason];
  return {
    control: judged.control,
    judgement: {
      status: "unknown",
      message,
      resource,
      ...(fix === undefined ? {} : { fix }),
    },
  };
}

function evidenceOf(subscription: Subscription, resources: readonly ArmResource[]): Evidence {
  return { source: "plan", subscriptionId: subscription.id, resources };
}
