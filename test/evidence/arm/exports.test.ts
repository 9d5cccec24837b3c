import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { ArmExports } from "../../../src/evidence/arm/index.ts";
import { read, resourcesOfType } from "../../../src/evidence/index.ts";
import { temporaryFolder } from "../../support/stack.ts";

const ID = "00000000-0000-0000-0000-000000000001";
const OTHER = "00000000-0000-0000-0000-000000000002";
const THIRD = "00000000-0000-0000-0000-0000000000e3";
const CONTACTS = "Microsoft.Security/securityContacts";
const BUDGETS = "Microsoft.Consumption/budgets";
const PRICINGS = "Microsoft.Security/pricings";

function contact(id = ID, emails = "soc@fabrikam.example") {
  return {
    id: `/subscriptions/${id}/providers/Microsoft.Security/securityContacts/default`,
    name: "default",
    type: CONTACTS,
    properties: { emails, isEnabled: true },
  };
}

function budget(id = ID, amount: unknown = 1000) {
  const own = { amount, category: "Cost", notifications: { a: { threshold: "80", contactEmails: [] } } };
  return {
    id: `/subscriptions/${id}/providers/${BUDGETS}/monthly`,
    name: "monthly",
    type: BUDGETS,
    properties: own,
  };
}

/** Creates exports of files with these texts or bytes. */
function exportsOf(...files: readonly (string | Uint8Array)[]): ArmExports {
  const folder = temporaryFolder();
  const exports = new ArmExports();
  for (const [index, content] of files.entries()) {
    const path = join(folder, `${index}.json`);
    writeFileSync(path, content);
    exports.add(path);
  }
  return exports;
}

const json = (value: unknown, indent?: number) => JSON.stringify(value, undefined, indent);
const emailsIn = (exports: ArmExports, id = ID) =>
  resourcesOfType(exports.evidence(id), CONTACTS).map(({ properties }) => json(properties));

const FOUND = [json({ emails: "soc@fabrikam.example", isEnabled: true })];

describe("the forms of an export", () => {
  const pair = [contact(), contact(OTHER)];
  const rows = Array.from({ length: 9 }, (_, index) =>
    contact(`00000000-0000-0000-0000-00000000000${index + 1}`),
  );
  it.each([
    ["a single resource", json(contact())],
    ["a list of az", json(pair, 2)],
    ["a long list", json(rows)],
    ["a long indented list", json(rows, 4)],
    ["an answer of ARM", json({ value: pair, nextLink: null })],
    [
      "an answer of Resource Graph",
      json({ totalRecords: 9, count: 9, data: rows, facets: [], resultTruncated: "false" }),
    ],
    ["az graph query", json({ count: 9, data: rows, skip_token: null, total_records: 9 }, 2)],
    ["pages in a list, as jq -s makes them", json([{ value: [pair[0]] }, { value: [pair[1]] }])],
    ["JSON Lines", pair.map((one) => json(one)).join("\n")],
    [
      "JSON Lines with Windows' line ends, and a page among them",
      `${json(contact())}\r\n${json({ value: [contact(OTHER)] })}\r\n`,
    ],
    ["Search-AzGraph", json({ SkipToken: null, Data: pair })],
  ])("%s is read", (_, text) => {
    const exports = exportsOf(text);
    expect(exports.problems).toEqual([]);
    expect(emailsIn(exports)).toEqual(FOUND);
  });

  it("reads PSRule's export, including resources nested in the subscription", () => {
    const subscription = {
      id: `/subscriptions/${ID}`,
      name: "prod",
      type: "Microsoft.Subscription",
      resources: [contact()],
    };
    const exports = exportsOf(json([subscription]));
    expect(emailsIn(exports)).toEqual(FOUND);
    // Defender's plans are exported with it, so their absence is certain; budgets are not.
    const unreadable = exports.evidence(ID).unreadable?.map(({ type }) => type) ?? [];
    expect(unreadable).toContain(BUDGETS);
    expect(unreadable).not.toContain("Microsoft.Security/pricings");
  });

  it("reads properties that az flattens, and amounts as text", () => {
    const { properties, ...envelope } = budget(ID, "1000.0");
    const [found] = resourcesOfType(exportsOf(json([{ ...envelope, ...properties }])).evidence(ID), BUDGETS);
    expect(found?.properties).toMatchObject({ amount: 1000, notifications: { a: { threshold: 80 } } });
  });

  it("matches the type and the subscription in any case", () => {
    const { id, type, ...rest } = contact();
    const exports = exportsOf(json({ ...rest, id: id.toUpperCase(), type: type.toLowerCase() }));
    expect(emailsIn(exports)).toEqual(FOUND);
    expect(exports.evidence(ID).resources[0]?.type).toBe(CONTACTS);
  });

  it("maps the diagnostic settings of a subscription to the provider's own name", () => {
    const id = `subscriptions/${ID}/providers/AzureResourceManager/diagnosticSettings/export`;
    const [found] = exportsOf(json({ value: [{ id, type: null, name: "export", properties: {} }] })).evidence(
      ID,
    ).resources;
    expect(found).toMatchObject({
      type: "Microsoft.Insights/diagnosticSettings",
      id: `/subscriptions/${ID}/providers/Microsoft.Insights/diagnosticSettings/export`,
    });
  });

  it.each([
    ["UTF-8 with a mark", Buffer.from(`\ufeff${json([contact()])}`)],
    ["UTF-16 of Windows PowerShell", Buffer.from(`\ufeff${json([contact()])}`, "utf16le")],
    ["UTF-16 without a mark", Buffer.from(json([contact()]), "utf16le")],
    ["UTF-16 big-endian", Buffer.from(`\ufeff${json([contact()])}`, "utf16le").swap16()],
  ])("%s is read", (_, bytes) => {
    expect(emailsIn(exportsOf(bytes))).toEqual(FOUND);
  });

  it("reads the three shapes of contacts", () => {
    const shape = (properties: object) => ({ ...contact(), properties });
    const legacy = { email: "soc@fabrikam.example", alertNotifications: "On", alertsToAdmins: "On" };
    const middle = {
      emails: "soc@fabrikam.example",
      alertNotifications: { state: "On", minimalSeverity: "High" },
    };
    for (const properties of [legacy, middle, contact().properties]) {
      expect(emailsIn(exportsOf(json(shape(properties))))).toEqual([json(properties)]);
    }
  });
});

describe("resources that are not in the files", () => {
  const unreadable = (exports: ArmExports, id: string, type: string) =>
    exports.evidence(id).unreadable?.find((one) => one.type === type)?.reason;

  it("is absent where its type was exported, and unknown where it was not", () => {
    const exports = exportsOf(
      json([contact(), contact(OTHER)]),
      json([budget(OTHER), budget(THIRD)]),
      json([{ ...contact(OTHER), type: PRICINGS, id: `/subscriptions/${OTHER}/providers/${PRICINGS}/Api` }]),
    );
    expect(unreadable(exports, ID, BUDGETS)).toBeUndefined();
    expect(unreadable(exports, ID, "Microsoft.Insights/actionGroups")).toBe(
      'no exported file has this type: export it too, for example with az rest --url "/subscriptions/ID/providers/Microsoft.Insights/actionGroups?api-version=2023-01-01"',
    );
    // An answer of one subscription proves nothing about another.
    expect(unreadable(exports, ID, PRICINGS)).toContain(
      "no exported file has this type for this subscription",
    );
    expect(unreadable(exports, OTHER, PRICINGS)).toBeUndefined();
    expect(unreadable(exports, "00000000-0000-0000-0000-000000000009", BUDGETS)).toBe(
      "no exported file has resources of this subscription",
    );
  });

  it("is unknown where an answer has more pages, with a warning", () => {
    const exports = exportsOf(
      json({ value: [budget()], nextLink: "https://management.azure.com/x" }),
      json([contact(OTHER)]),
    );
    expect(exports.problems).toMatchObject([
      { kind: "incomplete", message: expect.stringContaining("nextLink") },
    ]);
    // The answer covers one subscription and proves nothing about the other.
    expect(unreadable(exports, ID, BUDGETS)).toContain("more pages");
    expect(unreadable(exports, OTHER, BUDGETS)).toContain(
      "no exported file has this type for this subscription",
    );
  });

  it("is complete where every page of a query is there", () => {
    const page = (rows: unknown[], token: string | null) =>
      json({ count: rows.length, data: rows, skip_token: token, total_records: 2 });
    const [first, last] = [page([contact()], "next"), page([contact(OTHER)], null)];
    expect(exportsOf(first, last).problems).toEqual([]);
    expect(exportsOf(first).problems).toMatchObject([{ message: expect.stringContaining("1 of 2 records") }]);
    expect(exportsOf(first, first).problems).toHaveLength(2);
  });

  it("is unknown where a file is truncated, with its line", () => {
    const text = json([contact(), contact(OTHER)], 2);
    const exports = exportsOf(text.slice(0, -30), json([contact(OTHER), budget()]));
    expect(exports.problems).toMatchObject([
      { kind: "unreadable", message: expect.stringContaining("truncated") },
    ]);
    expect(exports.problems[0]?.line).toBeGreaterThan(15);
    expect(unreadable(exports, ID, CONTACTS)).toContain("truncated");
    expect(unreadable(exports, ID, BUDGETS)).toBeUndefined();
  });

  it.each([
    ["", "it is empty"],
    ["WARNING: this command is in preview\n[]", "it is not JSON"],
    [`${json([contact()])} and more`, "it is not JSON"],
  ])("is reported for %j", (text, message) => {
    expect(exportsOf(text).problems).toMatchObject([{ kind: "unreadable", message, line: 1 }]);
  });

  it("reports why a missing file and a folder cannot be read", () => {
    const exports = new ArmExports();
    const folder = temporaryFolder();
    exports.add(join(folder, "none.json"));
    exports.add(folder);
    expect(exports.problems.map(({ message }) => message)).toEqual([
      expect.stringContaining("ENOENT"),
      "it is not a regular file: write the export to a file first",
    ]);
  });

  it("reports resources truncated by ConvertTo-Json, and ignores them", () => {
    const cut = {
      ...contact(),
      properties: { emails: "a@b.example", notificationsSources: "System.Object[]" },
    };
    const exports = exportsOf(json([cut]));
    expect(exports.problems).toMatchObject([{ message: expect.stringContaining("-Depth 100") }]);
    expect(emailsIn(exports)).toEqual([]);
  });
});

test("subscriptions are read from lists, with tenant and state", () => {
  const tenant = "22222222-2222-2222-2222-222222222222";
  const listed = {
    id: `/subscriptions/${ID}`,
    subscriptionId: ID,
    tenantId: tenant,
    displayName: "Prod ü",
    state: "Warned",
  };
  const ofAz = { cloudName: "AzureCloud", id: OTHER, name: "sandbox", state: "Enabled", tenantId: tenant };
  // With Lighthouse: the home tenant, and the tenant that has access.
  const partner = "11111111-1111-1111-1111-111111111111";
  const delegated = { ...ofAz, id: THIRD, tenantId: partner, homeTenantId: tenant };
  const exports = exportsOf(json({ value: [listed] }), json([ofAz, delegated]));
  expect(exports.listsSubscriptions).toBe(true);
  expect(Object.fromEntries(exports.subscriptions)).toEqual({
    [ID]: { displayName: "Prod ü", tenantId: tenant, state: "Warned" },
    [OTHER]: { displayName: "sandbox", tenantId: tenant, state: "Enabled" },
    [THIRD]: { displayName: "sandbox", tenantId: tenant, state: "Enabled" },
  });
});

test("an export that comes twice counts once", () => {
  expect(emailsIn(exportsOf(json([contact()]), json(contact())))).toEqual(FOUND);
});

test("keys of prototypes have no effect", () => {
  const text = json([contact()]).replace('"isEnabled"', '"__proto__":{"isEnabled":true},"constructor"');
  const exports = exportsOf(text);
  expect(exports.problems).toEqual([]);
  expect(exports.evidence(ID).resources).toHaveLength(1);
  expect(Object.hasOwn(Object.prototype, "isEnabled")).toBe(false);
});

test("the evidence is independent of the form and order of resources", () => {
  const resource = fc.record({
    subscription: fc.integer({ min: 1, max: 4 }),
    name: fc.stringMatching(/^[a-z{},"\\[\] é]{1,12}$/),
    note: fc.jsonValue({ maxDepth: 3 }),
  });
  const build = ({ name, note, subscription }: { name: string; note: unknown; subscription: number }) => ({
    id: `/subscriptions/00000000-0000-0000-0000-00000000000${subscription}/providers/${BUDGETS}/x`,
    name,
    type: BUDGETS,
    properties: { name, note },
  });
  fc.assert(
    fc.property(fc.array(resource, { maxLength: 12 }), fc.constantFrom(0, 2), (list, indent) => {
      const rows = list.map(build);
      const forms = [
        json(rows, indent),
        json({ value: rows }, indent),
        rows.map((row) => json(row)).join("\n"),
      ];
      const read = forms.map((form) => {
        const exports = exportsOf(form);
        return [1, 2, 3, 4].map(
          (at) => exports.evidence(`00000000-0000-0000-0000-00000000000${at}`).resources,
        );
      });
      expect(read[1]).toEqual(read[0]);
      expect(read[2]).toEqual(read[0]);
      const own = new Set(rows.filter(({ id }) => id.includes("0001/")).map((row) => json(row.properties)));
      expect(read[0]?.[0]).toHaveLength(own.size);
    }),
    { numRuns: 150 },
  );
});

test("any bytes are read, or rejected with a message", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array(),
        fc.json().map((text) => Buffer.from(text)),
      ),
      (bytes) => {
        const exports = exportsOf(bytes);
        expect(exports.problems.every(({ message }) => message.length > 0 && !message.includes("\n"))).toBe(
          true,
        );
        exports.evidence(ID);
      },
    ),
    { numRuns: 200 },
  );
});

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

  it("tells budgets without the kind of their notifications", () => {
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
