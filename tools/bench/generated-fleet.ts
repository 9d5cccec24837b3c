import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The number of subscriptions per customer; each customer is one file. */
const PER_CUSTOMER = 5;

export const PARTNER_TENANT = "11111111-1111-1111-1111-111111111111";
export const CONTACTS = {
  security: "soc@fabrikam.example",
  billing: "finops@fabrikam.example",
  operations: "noc@fabrikam.example",
} as const;

/** Returns the id of the generated subscription at an index from 0. */
export function subscriptionId(index: number): string {
  return guid("5", index);
}

/** Returns the tenant of the customer that has this subscription. */
export function customerTenant(index: number): string {
  return guid("7", Math.floor(index / PER_CUSTOMER));
}

function guid(kind: string, index: number): string {
  return `${kind}0000000-0000-4000-8000-${index.toString(16).padStart(12, "0")}`;
}

/** Writes a fleet with the full required baseline, five subscriptions for each customer. */
export function writeFleet(folder: string, subscriptions: number): void {
  mkdirSync(join(folder, "customers"), { recursive: true });
  writeFileSync(join(folder, "partner.yaml"), PARTNER);
  for (let first = 0; first < subscriptions; first += PER_CUSTOMER) {
    const key = `customer-${String(first / PER_CUSTOMER).padStart(5, "0")}`;
    const ids = Array.from({ length: Math.min(PER_CUSTOMER, subscriptions - first) }, (_, at) => first + at);
    const entries = ids.map(
      (index) => `  - id: ${subscriptionId(index)}\n    name: ${key}-${index - first}\n`,
    );
    writeFileSync(
      join(folder, "customers", `${key}.yaml`),
      `customer: ${key}\ndisplayName: Customer ${first}\ntenantId: ${customerTenant(first)}\nsubscriptions:\n${entries.join("")}`,
    );
  }
}

const PARTNER = `partner:
  name: Fabrikam Cloud Services
  tenantId: ${PARTNER_TENANT}
  role: direct-bill
access: { model: lighthouse }
backend: { type: local }
baseline:
  location: westeurope
  contacts:
    security: { emails: [${CONTACTS.security}] }
    billing: { emails: [${CONTACTS.billing}] }
    operations: { emails: [${CONTACTS.operations}] }
  budget: { amount: 1000 }
`;
