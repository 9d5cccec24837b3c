import { items, member, textMember } from "../evidence/json.ts";
import { actionsOf } from "./actions.ts";
import type { Retirement } from "./model.ts";
import { whyNotWhole } from "./plan-subscriptions.ts";

/** As the runner names it in the stacks that retire one. */
const VARIABLE = "csp_baseline_retire";

/**
 * What a plan of a subscription that the fleet does not know does, when it was made to retire it: it says so, it is
 * whole, and it does nothing but delete and forget.
 *
 * @returns undefined when it is anything else
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
