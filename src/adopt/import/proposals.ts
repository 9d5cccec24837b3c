import { type ArmResource, type Evidence, read, resourcesOfType } from "../../evidence/index.ts";
import { quote } from "../../fleet/echo.ts";
import type { Baseline } from "../../fleet/index.ts";
import { Email, Phone } from "../../fleet/scalars.ts";
import type { ProposedValue } from "./entry-yaml.ts";

/** Existing values of a subscription in Azure that its baseline would change. */
export interface Proposals {
  readonly values: readonly ProposedValue[];
  /** Existing values that cannot be proposed, with the reason: one line each. */
  readonly remarks: readonly string[];
}

/** The name of the budget in stacks: a budget of this name is adopted, and Azure does not allow changing its start. */
const ADOPTED_BUDGET = "csp-baseline-monthly";
const CONTACTS = "Microsoft.Security/securityContacts";
const BUDGETS = "Microsoft.Consumption/budgets";

/**
 * Returns the values for a subscription's own baseline that keep existing notifications: current recipients in addition
 * to the baseline's, the phone number, the budget's amount and currency.
 */
export function proposalsOf(evidence: Evidence, baseline: Baseline): Proposals {
  const values: ProposedValue[] = [];
  const remarks: string[] = (evidence.unreadable ?? [])
    .filter(({ type }) => type === CONTACTS || type === BUDGETS)
    .map(({ reason, type }) => `${type} could not be read: ${reason}`);
  proposeContact(resourcesOfType(evidence, CONTACTS), baseline, values, remarks);
  proposeBudget(resourcesOfType(evidence, BUDGETS), baseline, values, remarks);
  return { values, remarks };
}

function proposeContact(
  resources: readonly ArmResource[],
  { contacts: { security }, securityContact }: Baseline,
  values: ProposedValue[],
  remarks: string[],
): void {
  const contact = resources.find(({ name }) => name === "default") ?? resources[0];
  if (contact === undefined) return;
  const properties = read(contact).get("properties");
  if (properties.get("isEnabled").flag() === false) return;
  const origin = "from Azure, its security contact";
  const found = (properties.get("emails").text() ?? properties.get("email").text() ?? "").split(/[;,]/);
  const addresses = usable(found, Email, "the security contact's address", remarks);
  const emails = [...security.emails];
  const known = new Set(emails.map((email) => email.toLowerCase()));
  for (const address of addresses) {
    if (!known.has(address.toLowerCase())) emails.push(address);
    known.add(address.toLowerCase());
  }
  if (emails.length > security.emails.length) {
    if (securityContact.api === "azurerm") {
      remarks.push(
        "the security contact has other addresses than the fleet's; securityContact.api azurerm accepts one",
      );
    } else values.push({ path: ["contacts", "security", "emails"], value: emails, origin });
  }
  const phones = usable(
    [properties.get("phone").text() ?? ""],
    Phone,
    "the security contact's phone",
    remarks,
  );
  const [phone] = phones;
  const digits = (text: string) => text.replace(/[ -]/g, "");
  if (phone !== undefined && digits(phone) !== digits(security.phone ?? "")) {
    values.push({ path: ["contacts", "security", "phone"], value: phone, origin });
  }
}

type Scalar<Text extends string> = {
  safeParse(value: unknown): {
    data?: Text | undefined;
    error?: { issues: readonly { message: string }[] } | undefined;
  };
};

function usable<Text extends string>(
  found: readonly string[],
  schema: Scalar<Text>,
  what: string,
  remarks: string[],
): Text[] {
  return found.flatMap((text) => {
    if (text.trim() === "") return [];
    const { data, error } = schema.safeParse(text.trim());
    if (data !== undefined) return [data];
    remarks.push(
      `${what} ${quote(text.trim())} is not proposed: it ${error?.issues[0]?.message ?? "is malformed"}`,
    );
    return [];
  });
}

/** A budget, as far as the fleet supports it. */
interface FoundBudget {
  readonly name: string;
  readonly amount: number;
  readonly currency: string | undefined;
}

function proposeBudget(
  resources: readonly ArmResource[],
  { budget }: Baseline,
  values: ProposedValue[],
  remarks: string[],
): void {
  const found = resources.flatMap((resource) => budgetOf(resource, remarks) ?? []);
  // Of several, the smallest notifies first.
  const [first] = found.sort(
    (a, b) => order(a) - order(b) || a.amount - b.amount || (a.name < b.name ? -1 : 1),
  );
  if (first === undefined) return;
  const origin = `from Azure, its budget ${first.name}`;
  const propose = (key: string, value: string | number) =>
    values.push({ path: ["budget", key], value, origin });
  if (first.amount !== budget.amount) propose("amount", first.amount);
  if (first.currency !== undefined && first.currency !== budget.currency) propose("currency", first.currency);
  const others = found.slice(1).map(({ amount, name }) => `${name} of ${amount}`);
  if (others.length > 0)
    remarks.push(
      `it has ${others.length} more budgets, which are not changed: ${others.slice(0, 5).join(", ")}`,
    );
}

function order({ name }: FoundBudget): 0 | 1 {
  return name.toLowerCase() === ADOPTED_BUDGET ? 0 : 1;
}

function budgetOf(resource: ArmResource, remarks: string[]): FoundBudget | undefined {
  const properties = read(resource).get("properties");
  const name = (typeof resource.name === "string" ? resource.name : "").replace(/[^-\w.]/g, "_").slice(0, 63);
  const amount = properties.get("amount").number();
  const refuse = (reason: string): undefined => {
    remarks.push(`the budget ${name} is not proposed: ${reason}`);
  };
  if (properties.get("timeGrain").text()?.toLowerCase() !== "monthly") return refuse("it is not monthly");
  const filters = properties.get("filters").entries();
  const isNarrowed = filters.some(([, one]) => one.items().length + one.entries().length > 0);
  if (isNarrowed || properties.get("filter").entries().length > 0)
    return refuse("its filter excludes a part of the cost");
  if (amount === undefined || amount < 1 || amount > 1e12)
    return refuse("its amount is not between 1 and 1000000000000");
  const unit = properties.get("currentSpend").get("unit").text();
  return { name, amount, currency: unit !== undefined && /^[A-Z]{3}$/.test(unit) ? unit : undefined };
}
