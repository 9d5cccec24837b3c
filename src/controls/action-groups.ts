import { type ArmResource, type Cursor, type Evidence, read } from "../evidence/index.ts";
import { quote } from "../text/wording.ts";
import { comparableId } from "./arm.ts";
import { findCertain, OutOfSightError, resourcesSeen } from "./cannot-tell.ts";
import { hasWorkingReceiver } from "./receivers.ts";

export const ACTION_GROUPS = "Microsoft.Insights/actionGroups";

/**
 * Returns the action group with a referenced ARM id, compared without case, or `undefined` if it certainly does not
 * exist. That is certain because a stack's alert must notify a group of the same stack, and Azure lists all groups of
 * the subscription. A plan does not show the groups that it does not manage, and no source shows those of other
 * subscriptions.
 *
 * @throws {OutOfSightError} where the group may exist but is not visible to the source
 */
export function referredGroup(evidence: Evidence, reference: Cursor): ArmResource | undefined {
  const id = reference.text();
  const subscription = /^\/subscriptions\/([^/]+)\//i.exec(id ?? "")?.[1];
  if (id === undefined || subscription === undefined) return undefined;
  if (subscription.toLowerCase() !== evidence.subscriptionId.toLowerCase()) {
    throw new OutOfSightError(
      `the action group ${quote(id)} is in another subscription and is not visible to the source`,
    );
  }
  const group = findCertain(resourcesSeen(evidence, ACTION_GROUPS), (candidate) => {
    return comparableId(read(candidate).get("id").text() ?? "") === comparableId(id);
  });
  if (group === undefined && evidence.source === "plan") {
    throw new OutOfSightError(
      `the action group ${quote(id)} is not part of this plan and is not visible to the source`,
    );
  }
  return group;
}

/** Reports whether the reference is to an action group with a working receiver. */
export function notifiesWorkingReceiver(evidence: Evidence, reference: Cursor): boolean {
  const group = referredGroup(evidence, reference);
  return group !== undefined && hasWorkingReceiver(group);
}
