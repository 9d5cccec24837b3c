import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { ArmExports } from "../../../src/evidence/arm/index.ts";
import { resourcesOfType } from "../../../src/evidence/index.ts";
import { temporaryFolder } from "../../support/stack.ts";
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
