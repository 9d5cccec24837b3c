import { items, member, textMember } from "../text/json.ts";
import { actionsOf } from "./actions.ts";
import type { Retirement } from "./model.ts";
import { whyNotWhole } from "./plan-subscriptions.ts";

/** The variable that the runner sets in stacks that retire a subscription. */
const VARIABLE = "csp_baseline_retire";

/**
 * Returns the retirement in a plan of a subscription that is not in the fleet: the plan declares it, is complete, and
 * only deletes and forgets.
 *
 * @returns undefined for any other plan
 */
export function retirementOf(
  file: string,
  plan: unknown,
  claimed: readonly string[],
): Retirement | undefined {
  const how = textMember(member(member(plan, "variables"), VARIABLE), "value");
  const [subscriptionId] = claimed;
  if ((how !== "destroy" && how !== "forget") || subscriptionId === undefined || claimed.length > 1)
    return undefined;
  if (whyNotWhole(plan) !== undefined) return undefined;
  const actions = items(member(plan, "resource_changes")).flatMap((entry) => actionsOf(entry));
  if (actions.some((action) => action !== "delete" && action !== "forget")) return undefined;
  const destroys = actions.filter((action) => action === "delete").length;
  if (how === "forget" && destroys > 0) return undefined;
  return {
    subscriptionId,
    plan: file,
    destroys,
    forgets: actions.filter((action) => action === "forget").length,
  };
}
