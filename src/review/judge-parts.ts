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
 * Judges what all plans of a subscription make of it together: each may hold a part of the baseline, and what one
 * deletes is gone although another one keeps it.
 *
 * @param parts at least one
 * @param declared resources that count besides on both sides, such as those of a stack without a plan @default none
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

/** The resources of all plans after their applies, in whichever order these come. */
function afterAll(parts: readonly PlanPart[]): readonly ArmResource[] {
  const [first, ...others] = parts;
  if (first !== undefined && others.length === 0) return first.after.resources;
  return parts.flatMap((part) => {
    const elsewhere = parts.filter((other) => other !== part);
    const kept = new Set(part.before.resources);
    return part.after.resources.flatMap((resource) => {
      if (!isDeleted(resource.id, elsewhere)) return [resource];
      // Made by one and deleted by another: the order of their applies decides.
      return kept.has(resource)
        ? []
        : [{ ...resource, properties: new Unknown("the apply of another plan") }];
    });
  });
}

function isDeleted(id: ArmResource["id"], parts: readonly PlanPart[]): boolean {
  return typeof id === "string" && parts.some(({ deleted }) => deleted.has(id.toLowerCase()));
}

/** A resource that does not change is the same object on both sides. */
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
    judged = judged.map((one) => weighed(one, other.get(one.control.id) ?? one, possibility));
  }
  return judged;
}

/** A judgement that a possibility leaves as it is, or else that nobody can tell. */
function weighed(judged: JudgedControl, other: JudgedControl, possibility: Possibility): JudgedControl {
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
