import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exported, subscription, tenant } from "./support.ts";

const AZ = JSON.stringify([
  { id: subscription(1), name: "prod", state: "Enabled", tenantId: tenant(1), homeTenantId: tenant(2) },
  { id: subscription(2), name: "old", state: "Disabled", tenantId: tenant(3), homeTenantId: tenant(3) },
]);

describe("subscriptions", () => {
  test("of az account list have their home tenant, not the signed-in one", () => {
    expect(exported({ "az.json": AZ }).subscriptions).toEqual([
      { id: subscription(1), name: "prod", state: "Enabled", tenantId: tenant(2) },
      { id: subscription(2), name: "old", state: "Disabled", tenantId: tenant(3) },
    ]);
  });

  test("of az graph query come without the table's resource groups", () => {
    const row = { tenantId: tenant(2), subscriptionId: subscription(1) };
    const data = [
      {
        ...row,
        id: `/subscriptions/${subscription(1)}`,
        name: "prod",
        type: "microsoft.resources/subscriptions",
        properties: { state: "Enabled" },
      },
      {
        ...row,
        id: `/subscriptions/${subscription(1)}/resourceGroups/rg`,
        name: "rg",
        type: "microsoft.resources/subscriptions/resourcegroups",
      },
    ];
    expect(exported({ "graph.json": JSON.stringify({ count: 2, data, total_records: 2 }) })).toMatchObject({
      subscriptions: [{ id: subscription(1), name: "prod", state: "Enabled", tenantId: tenant(2) }],
      complaints: [],
      isWhole: true,
    });
  });

  test("are not read from resources whose query omits the type", () => {
    const id = `/subscriptions/${subscription(1)}/providers/Microsoft.Compute/virtualMachines/v`;
    const row = { id, name: "vm", subscriptionId: subscription(1), tenantId: tenant(2) };
    expect(exported({ "vms.json": JSON.stringify([row]) }).subscriptions).toEqual([]);
  });

  test("of Resource Graph Explorer's CSV have their state in a cell of JSON", () => {
    const csv = `ID,NAME,TYPE,TENANTID,SUBSCRIPTIONID,PROPERTIES\r\n/subscriptions/${subscription(1)},"a, b",microsoft.resources/subscriptions,${tenant(2)},${subscription(1)},"{""state"":""Warned""}"\r\n`;
    expect(exported({ "graph.csv": csv }).subscriptions).toEqual([
      { id: subscription(1), name: "a, b", state: "Warned", tenantId: tenant(2) },
    ]);
  });

  test("of Partner Center's entitlements have the tenant of their list", () => {
    const uri = `/customers/${tenant(2)}/subscriptions/${subscription(9)}/azureEntitlements`;
    const items = [
      { id: subscription(1), friendlyName: "prod", status: "active", subscriptionId: subscription(9) },
    ];
    const json = JSON.stringify({ totalCount: 1, items, links: { self: { uri, method: "GET" } } });
    expect(exported({ "entitlements.json": json }).subscriptions).toEqual([
      { id: subscription(1), name: "prod", state: "active", tenantId: tenant(2) },
    ]);
  });

  test("an Azure plan's id is not a subscription's, which is reported", () => {
    const items = [
      {
        id: subscription(9),
        offerName: "Azure plan",
        offerId: "DZH318Z0BPS6:0001:x",
        friendlyName: "Azure plan",
        status: "active",
      },
    ];
    const result = exported({ "plans.json": JSON.stringify({ items }) });
    expect(result.subscriptions).toEqual([]);
    expect(result.complaints).toEqual([
      "plans.json: 1 rows are Azure plans, whose ids are not subscription ids: export their Azure entitlements",
    ]);
  });

  test("subscriptions to other products are skipped", () => {
    const csv = `Subscription ID,Product,Customer ID\n${subscription(1)},Microsoft 365 E5,${tenant(2)}\n${subscription(2)},Azure subscription,${tenant(2)}\n`;
    expect(exported({ "a.csv": csv }).subscriptions.map(({ id }) => id)).toEqual([subscription(2)]);
  });
});

describe("files together", () => {
  const CSV = `Microsoft ID,Company name,Primary domain name\n${tenant(2)},Contoso Ltd,contoso.example\n`;

  test("customers' names come from one, subscriptions from another", () => {
    const result = exported({ "az.json": AZ, "customers.csv": CSV });
    expect([...result.customers.values()]).toEqual([
      { tenantId: tenant(2), displayName: "Contoso Ltd", domain: "contoso.example" },
    ]);
    expect(result.subscriptions).toHaveLength(2);
  });

  test.each([
    ["the portal's CSV", CSV],
    [
      "the portal's CSV with other headings",
      CSV.replace("Microsoft ID", "Customer ID").replace("Company name", "Customer name"),
    ],
    [
      "the API",
      JSON.stringify({
        totalCount: 1,
        items: [
          {
            id: tenant(2),
            companyProfile: { tenantId: tenant(2), domain: "contoso.example", companyName: "Contoso Ltd" },
          },
        ],
      }),
    ],
    [
      "Microsoft Graph's contracts",
      JSON.stringify({
        value: [
          {
            id: tenant(7),
            customerId: tenant(2),
            displayName: "Contoso Ltd",
            defaultDomainName: "contoso.example",
          },
        ],
      }),
    ],
  ])("customers of %s are read", (_, text) => {
    expect([...exported({ customers: text }).customers.values()]).toEqual([
      { tenantId: tenant(2), displayName: "Contoso Ltd", domain: "contoso.example" },
    ]);
  });

  test("a list of customers alone may have any plain column names", () => {
    const result = exported({ "names.csv": `id,name\n${tenant(2)},Contoso\n` }, ["names.csv"]);
    expect(result.customers.get(tenant(2))?.displayName).toBe("Contoso");
    expect(result.subscriptions).toEqual([]);
  });

  test("Azure's values for a subscription take precedence over Partner Center's, in any order", () => {
    const item = {
      id: subscription(1),
      friendlyName: "of plan",
      status: "active",
      subscriptionId: subscription(9),
    };
    const links = { self: { uri: `/customers/${tenant(4)}/subscriptions` } };
    const result = exported({ "pc.json": JSON.stringify({ items: [item], links }), "az.json": AZ });
    expect(result.subscriptions[0]).toEqual({
      id: subscription(1),
      name: "prod",
      state: "Enabled",
      tenantId: tenant(2),
    });
    expect(result.complaints).toEqual([
      `pc.json: it has the tenant ${tenant(4)} for ${subscription(1)}; ${tenant(2)} is used`,
    ]);
  });

  test("an answer with more pages is reported as truncated", () => {
    const result = exported({ "az.json": JSON.stringify({ value: JSON.parse(AZ), nextLink: "https://x" }) });
    expect(result.isWhole).toBe(false);
    expect(result.complaints).toEqual([
      "az.json: the answer has more pages: follow its nextLink, or use az, which does",
    ]);
  });

  test("pages of one query may be in several files, and all must be present", () => {
    const row = (number: number) => ({
      subscriptionId: subscription(number),
      name: `s${number}`,
      tenantId: tenant(7),
    });
    const page = (number: number, total: number, token: string | null, more = {}) =>
      JSON.stringify({ count: 1, data: [row(number)], skip_token: token, total_records: total, ...more });
    const [first, last] = [page(1, 2, "x"), page(2, 2, null)];
    expect(exported({ "1.json": first, "2.json": last })).toMatchObject({ complaints: [], isWhole: true });
    expect(exported({ "1.json": first }).complaints).toEqual([expect.stringContaining("1 of 2 records")]);
    expect(exported({ "1.json": page(1, 3, null, { resultTruncated: "true" }) })).toMatchObject({
      complaints: [expect.stringContaining("1 of 3 records")],
      isWhole: false,
    });
  });

  test("an offer of the Azure portal is Azure with any name; other skipped offers are reported", () => {
    const rows = ["Pay-As-You-Go", "Something new"].map(
      (offer, at) => `s,${subscription(at + 1)},${tenant(7)},${offer}`,
    );
    const portal = `Subscription name,Subscription ID,Directory ID,Offer\n${rows.join("\n")}\n`;
    expect(exported({ "portal.csv": portal })).toMatchObject({
      subscriptions: [{ id: subscription(1) }, { id: subscription(2) }],
      complaints: [],
    });
    const center = `Customer tenant ID,Subscription ID,Offer name\n${tenant(7)},${subscription(1)},Visual Studio Enterprise\n${tenant(7)},${subscription(2)},Microsoft 365 E3\n`;
    expect(exported({ "pc.csv": center })).toMatchObject({
      subscriptions: [{ id: subscription(1) }],
      complaints: ['pc.csv: 1 rows skipped, because their offers are not Azure: "Microsoft 365 E3"'],
    });
  });

  test.each<[string, object]>([
    [
      "a tenant of az login --allow-no-subscriptions",
      { id: tenant(7), tenantId: tenant(7), state: "Enabled", name: "N/A" },
    ],
    ["a machine", { name: "vm1", subscriptionId: subscription(1), tenantId: tenant(7), resourceGroup: "rg" }],
  ])("%s is not a subscription", (_, row) => {
    const result = exported({ "x.json": JSON.stringify([row]) });
    expect(result.subscriptions).toEqual([]);
    expect(result.complaints).toEqual(["x.json: no row is a subscription or a customer"]);
  });

  test("a file without recognized rows is reported", () => {
    expect(exported({ "x.csv": "a,b\n1,2\n" }).complaints).toEqual([
      "x.csv: no row is a subscription or a customer",
    ]);
  });
});

test("Windows' UTF-16 is read, with and without headings in quotes", () => {
  const csv = `\ufeff"Microsoft ID"\t"Company name"\r\n"${tenant(2)}"\t"Zürich"\r\n`;
  expect(
    exported({ "customers.csv": Buffer.from(csv, "utf16le") }).customers.get(tenant(2))?.displayName,
  ).toBe("Zürich");
});

test.each([
  ["", "it is empty"],
  ["[1,", "it is not JSON"],
  ["[".repeat(100_000), "it is not JSON"],
  ['a,b\n"x', "a quoted field does not end"],
])("an unreadable file is rejected: %.10j", (text, message) => {
  expect(() => exported({ file: text })).toThrow(message);
});

test("no JSON breaks the reading or reaches a prototype", () => {
  const key = fc.constantFrom(
    "__proto__",
    "constructor",
    "id",
    "tenantId",
    "subscriptionId",
    "value",
    "data",
    "items",
    "links",
    "self",
    "uri",
    "properties",
    "companyProfile",
    "friendlyName",
    "type",
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 5 },
      fc.constantFrom<unknown>(null, 1, "", "x", tenant(2), subscription(1)),
      fc.array(tie("tree"), { maxLength: 3 }),
      fc.array(fc.tuple(key, tie("tree")), { maxLength: 5 }).map((entries) => Object.fromEntries(entries)),
    ),
  }));
  fc.assert(
    fc.property(fc.array(tree), (value) => {
      for (const one of exported({ "x.json": JSON.stringify(value) }).subscriptions)
        expect(one.id).toBeTypeOf("string");
      expect(Reflect.get({}, "tenantId")).toBeUndefined();
    }),
    { numRuns: 100 },
  );
});

test("Windows-1252 is decoded; other encodings than that and Unicode are rejected", () => {
  const csv = (name: number[]) =>
    Buffer.concat([
      Buffer.from("Subscription name,Subscription ID,Directory ID\n"),
      Buffer.from(name),
      Buffer.from(`,${subscription(1)},${tenant(7)}\n`),
    ]);
  expect(exported({ "ansi.csv": csv([0x4d, 0xfc, 0x80]) }).subscriptions).toMatchObject([{ name: "Mü€" }]);
  expect(() => exported({ "oem.csv": csv([0x4d, 0x81]) })).toThrow("save it as UTF-8");
});
