import { type ArmResource, type Cursor, type Evidence, read } from "../evidence/index.ts";
import { comparableId } from "./arm.ts";
import { findKnown, OutOfSightError, resourcesSeen } from "./cannot-tell.ts";
import { reachesSomebody } from "./receivers.ts";
import { quote } from "./wording.ts";

export const ACTION_GROUPS = "Microsoft.Insights/actionGroups";

/**
 * The action group that a reference means: an ARM id, compared without case. `undefined` where it certainly
 * does not exist: a stack's alert must notify a group of the same stack, and Azure lists all groups of the
 * subscription. A plan is silent about what it does not manage, and nothing is seen of other subscriptions.
 *
 * @throws {OutOfSightError} where the group may exist but cannot be seen
 */
export function referredGroup(evidence: Evidence, reference: Cursor): ArmResource | undefined {
  const id = reference.text();
  const subscription = /^\/subscriptions\/([^/]+)\//i.exec(id ?? "")?.[1];
  if (id === undefined || subscription === undefined) return undefined;
  if (subscription.toLowerCase() !== evidence.subscriptionId.toLowerCase()) {
    throw new OutOfSightError(`the action group ${quote(id)} is in another subscription and cannot be seen`);
  }
  const group = findKnown(resourcesSeen(evidence, ACTION_GROUPS), (candidate) => {
    return comparableId(read(candidate).get("id").text() ?? "") === comparableId(id);
  });
  if (group === undefined && evidence.source === "plan") {
    throw new OutOfSightError(`the action group ${quote(id)} is not part of this plan and cannot be seen`);
  }
  return group;
}

/** Whether the reference is to an action group of which a receiver reaches somebody. */
export function notifiesSomebody(evidence: Evidence, reference: Cursor): boolean {
  const group = referredGroup(evidence, reference);
  return group !== undefined && reachesSomebody(group);
}
