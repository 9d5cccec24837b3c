import { describe, expect, test } from "vitest";
import { proposalsOf, readLiveEvidence } from "../../../src/adopt/import/index.ts";
import { endpointsOf, signIns } from "../../../src/audit/index.ts";
import type { Evidence } from "../../../src/evidence/index.ts";
import { credentialOf, deploy, sandboxWith } from "../../audit/support/sandbox.ts";
import { CONTOSO, fleetOf } from "../../support/fleet.ts";
import { subscription, tenant } from "./support.ts";

const ID = subscription(1);
const evidence = (
  ...found: [type: string, name: string, properties: Record<string, unknown>][]
): Evidence => ({
  source: "azure",
  subscriptionId: ID,
  resources: JSON.parse(
    JSON.stringify(
      found.map(([type, name, properties]) => ({
        type,
        name,
        properties,
        id: `/subscriptions/${ID}/providers/${type}/${name}`,
      })),
    ),
  ),
});
const contact = (properties: Record<string, unknown>) =>
  ["Microsoft.Security/securityContacts", "default", properties] as [string, string, Record<string, unknown>];
const budget = (name: string, properties: Record<string, unknown> = {}) =>
  [
    "Microsoft.Consumption/budgets",
    name,
    { amount: 50, timeGrain: "Monthly", timePeriod: { startDate: "2025-02-01T00:00:00Z" }, ...properties },
  ] as [string, string, Record<string, unknown>];

function proposed(of: Evidence, baselineYaml = "") {
  const fleet = fleetOf({ contoso: CONTOSO.replace("name: prod", `name: prod${baselineYaml}`) });
  const baseline = fleet.subscription(ID)?.baseline;
  if (baseline === undefined) throw new Error("there is no such subscription");
  const { remarks, values } = proposalsOf(of, baseline);
  return { remarks, values: Object.fromEntries(values.map(({ path, value }) => [path.join("."), value])) };
}

describe("a security contact", () => {
  test("adds its addresses to the fleet's, and keeps its phone", () => {
    expect(
      proposed(
        evidence(contact({ emails: "a@x.example; SOC@fabrikam.example;A@x.example", phone: "+49 30 12345" })),
      ),
    ).toEqual({
      values: {
        "contacts.security.emails": ["soc@fabrikam.example", "a@x.example"],
        "contacts.security.phone": "+49 30 12345",
      },
      remarks: [],
    });
  });

  test("of 2017 has one address", () => {
    expect(proposed(evidence(contact({ email: "a@x.example" }))).values).toEqual({
      "contacts.security.emails": ["soc@fabrikam.example", "a@x.example"],
    });
  });

  test("that equals the fleet's, or is off, proposes nothing", () => {
    const phone = "\n    baseline: { contacts: { security: { phone: '+49 30 12345' } } }";
    expect(
      proposed(evidence(contact({ emails: "soc@fabrikam.example", phone: "+493012345" })), phone).values,
    ).toEqual({});
    expect(proposed(evidence(contact({ emails: "a@x.example", isEnabled: false }))).values).toEqual({});
  });

  test("with placeholders and malformed values has them reported, not proposed", () => {
    const { remarks, values } = proposed(
      evidence(contact({ emails: "todo@x.example;\u001b[31m", phone: "12" })),
    );
    expect(values).toEqual({});
    expect(remarks).toEqual([
      'the security contact\'s address "todo@x.example" is not proposed: it must be a real address, not a placeholder',
      'the security contact\'s address "\\u001b[31m" is not proposed: it must be an e-mail address',
      'the security contact\'s phone "12" is not proposed: it must be + and 7 to 15 digits, spaces and hyphens allowed',
    ]);
  });

  test("of more addresses than azurerm's resource takes is reported", () => {
    const azurerm = "\n    baseline: { securityContact: { api: azurerm } }";
    const { remarks, values } = proposed(evidence(contact({ emails: "a@x.example" })), azurerm);
    expect([values, remarks.length]).toEqual([{}, 1]);
  });
});

describe("a budget", () => {
  test("that the stack adopts keeps amount, currency and first month, which Azure does not allow to change", () => {
    expect(
      proposed(evidence(budget("CSP-baseline-monthly", { currentSpend: { unit: "EUR" } }))).values,
    ).toEqual({
      "budget.amount": 50,
      "budget.currency": "EUR",
    });
  });

  test("of another name keeps only its amount: the stack's new one cannot start in the past", () => {
    expect(proposed(evidence(budget("theirs"))).values).toEqual({ "budget.amount": 50 });
  });

  test("of the stack's name comes first, then the smallest; the others are reported", () => {
    const several = evidence(budget("big", { amount: 900 }), budget("small", { amount: 5 }), budget("mid"));
    expect(proposed(several)).toEqual({
      values: { "budget.amount": 5 },
      remarks: ["it has 2 more budgets, which are not changed: mid of 50, big of 900"],
    });
    expect(
      proposed(evidence(budget("small", { amount: 5 }), budget("csp-baseline-monthly"))).values,
    ).toMatchObject({ "budget.amount": 50 });
  });

  test.each([
    ["it is not monthly", { timeGrain: "Annually" }],
    ["its filter excludes a part of the cost", { filter: { tags: { name: "x" } } }],
    ["its amount is not between 1 and 1000000000000", { amount: 0 }],
  ])("is not proposed where %s", (reason, properties) => {
    expect(proposed(evidence(budget("theirs", properties)))).toEqual({
      values: {},
      remarks: [`the budget theirs is not proposed: ${reason}`],
    });
  });

  test("cannot break out of the comment that names it", () => {
    const found = proposalsOf(evidence(budget("x\ny: z")), fleetOf().subscriptions[0]?.baseline ?? fail());
    expect(found.values.map(({ origin }) => origin)).toEqual(["from Azure, its budget x_y__z"]);
  });
});

function fail(): never {
  throw new Error("the fleet has no subscription");
}

test("contacts and budgets are read from Azure; unreadable types are reported", async () => {
  const fleet = fleetOf();
  const known = [{ id: ID, tenantId: tenant(2), displayName: "prod", managedByTenantId: tenant(1) }];
  const sandbox = await sandboxWith(fleet, known);
  await deploy(
    sandbox,
    evidence(
      contact({
        emails: "a@x.example",
        isEnabled: true,
        notificationsByRole: { state: "On", roles: ["Owner"] },
        notificationsSources: [{ sourceType: "Alert", minimalSeverity: "High" }],
      }),
    ),
  );
  const endpoints = endpointsOf({ CSP_BASELINE_ARM_ENDPOINT: sandbox.origin });
  const all = await signIns(fleet, {
    endpoints,
    env: {},
    credential: credentialOf(sandbox),
    certificateAuthority: sandbox.certificate,
  });
  const read = await readLiveEvidence(fleet, [ID, subscription(2)], all);
  const [first, second] = [read.get(ID), read.get(subscription(2))];
  expect(first && proposed(first).values).toEqual({
    "contacts.security.emails": ["soc@fabrikam.example", "a@x.example"],
  });
  expect(second && proposed(second).remarks.join("\n")).toMatch(
    /^Microsoft\.Security\/securityContacts could not be read: .*SubscriptionNotFound/,
  );
});
