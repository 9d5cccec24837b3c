import { z } from "zod";
import type { Service } from "../../azure/client.ts";
import { number } from "../graph/lenient.ts";

const schema = z
  .object({ Amount: number, amount: number })
  .transform(({ Amount, amount }) => Amount ?? amount)
  .catch(undefined);

/**
 * What a customer may spend in a month, as Partner Center has it: of the customer, not of a subscription, and not the same
 * as a budget in Azure. https://learn.microsoft.com/partner-center/developer/get-a-customer-s-usage-spending-budget
 * @returns undefined where none is set @throws {AzureFailure}
 */
export async function spendingBudget(
  partnerCenter: Service,
  customerTenantId: string,
): Promise<number | undefined> {
  return schema.parse(await partnerCenter.get(`/v1/customers/${customerTenantId}/usagebudget`));
}
