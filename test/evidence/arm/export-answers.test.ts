import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { ArmExports } from "../../../src/evidence/arm/index.ts";
import { read, resourcesOfType } from "../../../src/evidence/index.ts";
import {
  BUDGETS,
  budget,
  CONTACTS,
  contact,
  emailsIn,
  exportsOf,
  FOUND,
  ID,
  json,
  OTHER,
  PRICINGS,
  THIRD,
} from "./exported.ts";

describe("omissions of an answer", () => {
  const ACTION_GROUPS = "Microsoft.Insights/actionGroups";
  const group = (more: object) => ({
    id: `/subscriptions/${ID}/resourceGroups/rg/providers/${ACTION_GROUPS}/ops`,
    name: "ops",
    type: ACTION_GROUPS,
    ...more,
  });
  const reason = (exports: ArmExports, type: string) => {
    const [found] = resourcesOfType(exports.evidence(ID), type);
    try {
      return found && read(found).get("properties").get("notifications").get("a").get("thresholdType").text();
    } catch (error) {
      return String(error);
    }
  };

  it.each([
    ["az resource list", group({ properties: null, provisioningState: "Succeeded", sku: null })],
    ["a query of ids, names and types", group({})],
    ["Get-AzActionGroup", group({ EmailReceiver: [{ EmailAddress: "a@b.example" }], Enabled: true })],
  ])("is unknown, with the command to use instead: %s", (_, record) => {
    expect(reason(exportsOf(json([record])), ACTION_GROUPS)).toContain(
      'use az rest --url "/subscriptions/ID/providers/Microsoft.Insights/actionGroups?api-version=2023-01-01"',
    );
  });

  it("names the command that omits the types of notifications", () => {
    expect(reason(exportsOf(json([budget()])), BUDGETS)).toContain("az consumption budget list omits it");
  });

  it("never replaces a fuller answer, in any order", () => {
    const full = group({ properties: { emailReceivers: [] } });
    const bare = group({ properties: null });
    const older = {
      ...contact(),
      properties: { emails: "soc@fabrikam.example", alertNotifications: { state: "On" } },
    };
    for (const files of [
      [full, bare],
      [bare, full],
    ]) {
      const exports = exportsOf(...files.map((one) => json([one])));
      const found = resourcesOfType(exports.evidence(ID), ACTION_GROUPS);
      expect(found.map(({ properties }) => properties)).toEqual([{ emailReceivers: [] }]);
    }
    expect(emailsIn(exportsOf(json(older), json(contact())))).toEqual(FOUND);
    expect(emailsIn(exportsOf(json(contact()), json(older)))).toEqual(FOUND);
  });
});

describe("the owner of a record", () => {
  const tenant = "22222222-2222-2222-2222-222222222222";
  const partner = "11111111-1111-1111-1111-111111111111";
  const tenantOf = (record: unknown) => exportsOf(json([record])).subscriptions.get(ID)?.tenantId;

  it.each<[string, object]>([
    [
      "ARM, with managing tenants first",
      { id: `/subscriptions/${ID}`, managedByTenants: [{ tenantId: partner }], tenantId: tenant },
    ],
    [
      "PowerShell",
      { Id: ID, Name: "one", State: "Enabled", SubscriptionId: ID, TenantId: tenant, ExtendedProperties: {} },
    ],
    ["Resource Graph", { ...contact(), subscriptionId: ID, tenantId: tenant }],
  ])("has the tenant of its own member: %s", (_, record) => {
    expect(tenantOf(record)).toBe(tenant);
  });

  it("ignores tenants within a resource", () => {
    const properties = { webhookReceivers: [{ tenantId: partner }], tenantId: partner };
    expect(tenantOf({ ...contact(), properties })).toBeUndefined();
    const { properties: own, ...envelope } = contact();
    expect(tenantOf({ ...envelope, ...own, tenantId: partner })).toBeUndefined();
  });

  it("is the subscription of its id, regardless of its prefix", () => {
    const { id, ...rest } = budget();
    const record = { scopes: [`/subscriptions/${OTHER}`], ...rest, id: id.slice(1) };
    const exports = exportsOf(json([record]));
    expect([...exports.subscriptions.keys()]).toEqual([ID]);
    expect(exports.evidence(ID).resources[0]?.id).toBe(id);
  });

  it.each<[string, object]>([
    ["a row of another query", { name: "vm1", subscriptionId: ID, size: "D2" }],
    [
      "a row with a resource group",
      { name: "vm1", subscriptionId: ID, tenantId: tenant, resourceGroup: "rg" },
    ],
    [
      "a tenant of az login --allow-no-subscriptions",
      { id: tenant, tenantId: tenant, name: "N/A", state: "Enabled" },
    ],
  ])("%s is not a subscription, and the file is reported", (_, record) => {
    const exports = exportsOf(json([record]));
    expect(exports.listsSubscriptions).toBe(false);
    expect([...exports.subscriptions.keys()]).toEqual([]);
    expect(exports.problems).toMatchObject([{ kind: "unused" }]);
  });

  it("uses the id where names differ, and the plural of the type", () => {
    const singular = json(contact())
      .replaceAll("securityContacts", "securityContact")
      .replace('"name":"default"', '"name":"x"');
    const [found] = resourcesOfType(exportsOf(singular).evidence(ID), CONTACTS);
    expect(found).toMatchObject({ name: "default", id: contact().id });
  });

  it("reads the language of Logic Apps unchanged", () => {
    const workflow = { ...contact(), properties: { emails: "@{triggerBody()?['a=b']}", isEnabled: true } };
    expect(exportsOf(json([workflow])).problems).toEqual([]);
  });
});

it("reads a list of answers, and JSON Lines of answers, however many", () => {
  const answers = [ID, OTHER, THIRD].map((id) => ({ value: [contact(id)] }));
  for (const text of [json(answers), json(answers, 2), answers.map((one) => json(one)).join("\n")]) {
    const exports = exportsOf(text);
    for (const id of [ID, OTHER, THIRD]) expect(emailsIn(exports, id)).toEqual(FOUND);
  }
});

it("does not combine pages of two queries with equal totals", () => {
  const pricing = (id: string) => ({
    id: `/subscriptions/${id}/providers/${PRICINGS}/Api`,
    properties: { pricingTier: "Free" },
  });
  const page = (rows: unknown[], token: string | null) =>
    json({ count: rows.length, data: rows, skip_token: token, total_records: 2 });
  const whole = page([pricing(ID), pricing(OTHER)], null);
  expect(exportsOf(page([contact()], "next"), whole).problems).toHaveLength(1);
  expect(exportsOf(page([contact()], "next"), page([contact(OTHER)], null), whole).problems).toEqual([]);
  // Half of each: their counts add up to the total by chance.
  expect(exportsOf(page([contact()], "next"), page([pricing(OTHER)], null)).problems).toHaveLength(2);
});

test("a recognized text yields the same resource as parsing", () => {
  const ids = [ID, OTHER, THIRD, "aaaaaaaa-0000-4000-8000-0000000000aa"];
  const guid = fc.constantFrom(...ids, ...ids.map((id) => id.toUpperCase()));
  const row = fc.record({
    own: guid,
    tenant: guid,
    scope: guid,
    note: fc.constantFrom("", "a", ID, OTHER),
    escaped: fc.boolean(),
  });
  const build = ({
    escaped,
    note,
    own,
    scope,
    tenant,
  }: {
    escaped: boolean;
    note: string;
    own: string;
    scope: string;
    tenant: string;
  }) => {
    const text = json({
      scopes: [`/subscriptions/${scope}`],
      id: `/subscriptions/${own}/providers/${BUDGETS}/x`,
      subscriptionId: own,
      tenantId: tenant,
      properties: { amount: 1, note, own, webhook: { tenantId: tenant }, notifications: {} },
    });
    return escaped ? text.replace(own, own.replace("-", "\\u002d")) : text;
  };
  fc.assert(
    fc.property(fc.array(row, { maxLength: 30 }), (rows) => {
      const texts = rows.map(build);
      const together = exportsOf(`[${texts.join(",")}]`);
      const found = new Map<string, Set<string>>();
      for (const text of texts) {
        const alone = exportsOf(text);
        for (const id of alone.subscriptions.keys()) {
          const known = found.get(id) ?? new Set();
          for (const resource of alone.evidence(id).resources) known.add(json(resource));
          found.set(id, known);
        }
      }
      expect(new Set(together.subscriptions.keys())).toEqual(new Set(found.keys()));
      for (const [id, expected] of found)
        expect(new Set(together.evidence(id).resources.map((one) => json(one)))).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});
