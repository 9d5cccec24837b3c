import { pagesFrom, type Service } from "../../azure/client.ts";
import { type Clock, MACHINE_CLOCK } from "../../azure/clock.ts";
import { AzureFailure, azureFailure } from "../../azure/failure.ts";
import { member, textMember } from "../../text/json.ts";

/*
 * Whether the users of a customer see charges at retail rates: the policy of the partner's billing account.
 * https://learn.microsoft.com/rest/api/billing/policies
 * https://learn.microsoft.com/azure/cost-management-billing/costs/get-started-partners
 */

/** The policy of a customer. Microsoft's own value for a new customer is `not-allowed`. */
export type CostVisibility = "allowed" | "not-allowed";

/** The result of one customer. */
export interface CustomerVisibility {
  /** The customer's key. */
  readonly customer: string;
  /** Undefined if it could not be read. */
  readonly visibility: CostVisibility | undefined;
  /** Why it could not be read or set. */
  readonly failure?: string;
}

const ACCOUNTS = "/providers/Microsoft.Billing/billingAccounts";
const VERSION = "api-version=2024-04-01";
const VALUES: Readonly<Record<CostVisibility, string>> = { allowed: "Allowed", "not-allowed": "NotAllowed" };
const READ_AGAIN = 5;

/**
 * Returns the names of the partner's billing accounts of the Microsoft Partner Agreement; other accounts have no such
 * policy.
 * @throws {AzureFailure} also when the identity can read none
 */
export async function partnerBillingAccounts(arm: Service): Promise<readonly string[]> {
  const found: string[] = [];
  const pages = pagesFrom(`${ACCOUNTS}?${VERSION}`, {
    read: (place: string) => arm.get(place),
    items: (body) => member(body, "value"),
    next: (body) => textMember(body, "nextLink") || undefined,
    maxPages: 100,
  });
  for await (const page of pages) {
    for (const account of page) {
      const name = textMember(account, "name");
      const agreement = textMember(member(account, "properties"), "agreementType");
      if (name !== undefined && agreement === "MicrosoftPartnerAgreement") found.push(name);
    }
  }
  if (found.length > 0) return found;
  throw new AzureFailure(
    "no billing account of the Microsoft Partner Agreement is visible: the identity needs a role in it",
  );
}

/** Returns the policy of a customer, and its account. @throws {AzureFailure} */
export async function readCostVisibility(
  arm: Service,
  accounts: readonly string[],
  tenantId: string,
): Promise<{ readonly account: string; readonly visibility: CostVisibility }> {
  for (const account of accounts) {
    try {
      return { account, visibility: visibilityOf(await arm.get(policyPath(account, tenantId))) };
    } catch (error) {
      // The customer may belong to another account of the partner.
      if (!(error instanceof AzureFailure) || error.status !== 404) throw error;
    }
  }
  throw new AzureFailure("no billing account of the partner has this customer", 404);
}

/**
 * Sets the policy of a customer, and polls until Azure returns the new value.
 * @throws {AzureFailure} also when Azure keeps returning the former value
 */
export async function setCostVisibility(
  arm: Service,
  accounts: readonly string[],
  { tenantId, visibility }: { readonly tenantId: string; readonly visibility: CostVisibility },
  clock: Clock = MACHINE_CLOCK,
): Promise<void> {
  const { account } = await readCostVisibility(arm, accounts, tenantId);
  const path = policyPath(account, tenantId);
  await arm.send({ method: "PUT", path, body: { properties: { viewCharges: VALUES[visibility] } } });
  for (let tries = 0; ; tries += 1) {
    if (visibilityOf(await arm.get(path)) === visibility) return;
    if (tries === READ_AGAIN)
      throw new AzureFailure("it accepted the change but still returns the former value");
    await clock.sleep(2_000);
  }
}

/** Returns the policies of customers, several at a time. A failure contains its reason. */
export async function readEach(
  arm: Service,
  accounts: readonly string[],
  customers: readonly { readonly key: string; readonly tenantId: string }[],
  onRead: (read: number) => void = () => {},
): Promise<CustomerVisibility[]> {
  const found: CustomerVisibility[] = [];
  for (let first = 0; first < customers.length; first += AT_ONCE) {
    onRead(first);
    const some = customers.slice(first, first + AT_ONCE).map(async ({ key, tenantId }) => {
      try {
        return { customer: key, visibility: (await readCostVisibility(arm, accounts, tenantId)).visibility };
      } catch (error) {
        return { customer: key, visibility: undefined, failure: azureFailure(error).message };
      }
    });
    found.push(...(await Promise.all(some)));
  }
  return found;
}

const AT_ONCE = 8;

function policyPath(account: string, tenantId: string): string {
  const name = encodeURIComponent(account).replaceAll("%3A", ":");
  return `${ACCOUNTS}/${name}/customers/${tenantId}/policies/default?${VERSION}`;
}

function visibilityOf(body: unknown): CostVisibility {
  const value = textMember(member(body, "properties"), "viewCharges");
  if (value === "Allowed") return "allowed";
  if (value === "NotAllowed") return "not-allowed";
  throw new AzureFailure("its answer has no known viewCharges");
}
