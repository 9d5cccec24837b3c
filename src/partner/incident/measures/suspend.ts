import {
  cancelEntitlement,
  type Entitlement,
  listEntitlements,
  reactivateEntitlement,
} from "../../partner-center/entitlements.ts";
import { type Measure, type MeasureContext, MeasureError, type Plan } from "./measure.ts";

/**
 * Cancels the one Azure subscription with the reason `compromise`. It never sends Partner Center's own update of a
 * subscription, which would suspend the customer's whole Azure plan.
 */
export const suspend: Measure = {
  plan: async (context) => {
    const { all, own, tenantId } = await entitlements(context);
    const others = all.filter((one) => one !== own);
    const lines = [
      `cancelled, as compromised: ${nameOf(own)}, ${own.status} now`,
      ...others.map((one) => `not affected: ${nameOf(one)}, ${one.status}`),
      "everything in it stops; writes are refused until it is active again. Azure deletes the data of a cancelled subscription after 30 to 90 days",
    ];
    if (own.status === "inactive") return { lines: [...lines, "it is already cancelled"] };
    return {
      lines,
      run: async () => {
        await cancelEntitlement(await context.connections.partnerCenter(), tenantId, own);
        return {
          outcome: "accepted",
          details: [`${nameOf(own)} cancelled; Partner Center shows it as inactive after some ten minutes`],
        };
      },
    };
  },
  undo: async (context): Promise<Plan> => {
    const { own, tenantId } = await entitlements(context);
    const lines = [`activated again: ${nameOf(own)}, ${own.status} now`];
    if (own.status === "active") return { lines: [...lines, "it is already active"] };
    return {
      lines,
      run: async () => {
        await reactivateEntitlement(await context.connections.partnerCenter(), tenantId, own);
        return { outcome: "accepted", details: [`${nameOf(own)} is activated again`] };
      },
    };
  },
};

async function entitlements({ connections, subject }: MeasureContext) {
  const { customerTenantId: tenantId, subscriptionId } = subject;
  if (tenantId === undefined)
    throw new MeasureError("the customer's tenant is unknown: pass it with --customer");
  const all = await listEntitlements(await connections.partnerCenter(), tenantId);
  const [own, ...more] = all.filter(({ id }) => id === subscriptionId);
  if (own === undefined)
    throw new MeasureError(
      `Partner Center shows no Azure subscription ${subscriptionId} of this customer, so it cannot suspend it`,
    );
  if (more.length > 0)
    throw new MeasureError("Partner Center shows this Azure subscription in several plans: suspend it there");
  return { all, own, tenantId };
}

function nameOf({ id, name }: Entitlement): string {
  return `${name === "" ? "a subscription without a name" : name} (${id})`;
}
