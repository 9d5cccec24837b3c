import { z } from "zod";
import type { Service } from "../../azure/client.ts";
import { AzureFailure } from "../../azure/failure.ts";
import { number } from "../graph/lenient.ts";

const schema = z
  .object({ Amount: number, amount: number })
  .transform(({ Amount, amount }) => Amount ?? amount)
  .catch(undefined);

/**
 * Returns a customer's monthly spending budget in Partner Center. It applies to the customer, not to a subscription,
 * and differs from a budget in Azure.
 * https://learn.microsoft.com/partner-center/developer/get-a-customer-s-usage-spending-budget
 * @returns undefined if none is set @throws {AzureFailure}
 */
export async function spendingBudget(
  partnerCenter: Service,
  customerTenantId: string,
): Promise<number | undefined> {
  return schema.parse(await partnerCenter.get(`/v1/customers/${customerTenantId}/usagebudget`));
}

/**
 * Sets a customer's monthly spending budget, in the customer's billing currency. It stops no usage: Partner Center
 * notifies the partner at 80 percent. It needs a user's consent; an application alone is refused.
 * https://learn.microsoft.com/partner-center/developer/update-a-customer-s-usage-spending-budget
 * @throws {AzureFailure} also when the answer has another amount
 */
export async function setSpendingBudget(
  partnerCenter: Service,
  customerTenantId: string,
  amount: number,
): Promise<void> {
  const path = `/v1/customers/${customerTenantId}/usagebudget`;
  const body = { Amount: amount, Attributes: { ObjectType: "SpendingBudget" } };
  await partnerCenter.send({ method: "PATCH", path, body });
  const written = await spendingBudget(partnerCenter, customerTenantId);
  if (written !== amount)
    throw new AzureFailure(`it shows ${written ?? "no budget"} after ${amount} was written`);
}
