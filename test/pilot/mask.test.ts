import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Mask, MaskError, type RawExchange } from "../../src/pilot/index.ts";

const SUBSCRIPTION = "7d1c3a52-9a0e-4c7c-8f8e-2b6f1a0d9e01";
const TENANT = "5b0c8c34-11ab-4c29-9f43-c30f1a8e77d2";

function mask(more: { secrets?: readonly string[]; names?: readonly string[] } = {}): Mask {
  return new Mask({ tenants: [TENANT], subscriptions: [SUBSCRIPTION], names: [], secrets: [], ...more });
}

function exchange(props: Partial<RawExchange> & { readonly body?: unknown } = {}): RawExchange {
  const { body, ...rest } = props;
  return {
    step: "deploy",
    service: "arm",
    at: "2026-12-01T10:00:00.000Z",
    tenant: TENANT,
    method: "GET",
    path: `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Consumption/budgets?api-version=2023-05-01`,
    answer: { status: 200, headers: {}, milliseconds: 12, ...(body === undefined ? {} : { body }) },
    ...rest,
  };
}

function masked(raw: RawExchange, of: Mask = mask()): string {
  return JSON.stringify(of.exchanges([raw]));
}

describe("equal values stay equal", () => {
  test("an id in the path and in the body has one placeholder", () => {
    const id = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-contoso/providers/Microsoft.Insights/actionGroups/oncall`;
    const [one] = mask().exchanges([
      exchange({ path: `${id}?api-version=2023-01-01`, body: { id, name: "oncall" } }),
    ]);
    const body: unknown = one?.answer.body;
    expect(body).toEqual({ id: one?.path.split("?")[0], name: "name-2" });
    expect(one?.path).toBe(
      "/subscriptions/aaaaaaaa-0000-4000-8000-000000000001/resourceGroups/name-1/providers/Microsoft.Insights/actionGroups/name-2?api-version=2023-01-01",
    );
  });

  test("a difference in casing stays a difference", () => {
    const [one] = mask().exchanges([
      exchange({
        body: { value: [`/SUBSCRIPTIONS/${SUBSCRIPTION.toUpperCase()}/resourcegroups/RG-CONTOSO`] },
        path: `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-contoso?api-version=2024-03-01`,
      }),
    ]);
    expect(one?.answer.body).toEqual({
      value: ["/SUBSCRIPTIONS/AAAAAAAA-0000-4000-8000-000000000001/resourcegroups/NAME-1"],
    });
  });

  test("Azure's own words stay: types, versions, states, dates, names that the product gives", () => {
    const body = {
      id: `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-csp-baseline/providers/Microsoft.Insights/actionGroups/ag-csp-baseline`,
      type: "Microsoft.Insights/ActionGroups",
      location: "Global",
      tags: { "managed-by": "csp-baseline" },
      properties: {
        timePeriod: { startDate: "2026-12-01T00:00:00Z" },
        notifications: { "Actual_GreaterThan_80.000000_Percent": { threshold: 80, operator: "GreaterThan" } },
        roleDefinitionId:
          "/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7",
        actions: ["Microsoft.Security/securityContacts/write"],
      },
    };
    const of = new Mask({
      tenants: [],
      subscriptions: [],
      names: [],
      secrets: [],
      publicGuids: ["acdd72a7-3385-48ef-bd42-f606fba81ae7"],
    });
    expect(of.exchanges([exchange({ body })])[0]?.answer.body).toEqual({
      ...body,
      id: body.id.replace(SUBSCRIPTION, "aaaaaaaa-0000-4000-8000-000000000001"),
    });
  });

  test("the code of an error stays, its message loses ids and names", () => {
    const body = {
      error: {
        code: "AuthorizationFailed",
        message: `The client 'ann@contoso.example' has no access over '/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-contoso'.`,
      },
    };
    expect(mask().exchanges([exchange({ body })])[0]?.answer.body).toEqual({
      error: {
        code: "AuthorizationFailed",
        message:
          "The client 'person-1@masked.example' has no access over '/subscriptions/aaaaaaaa-0000-4000-8000-000000000001/resourceGroups/name-1'.",
      },
    });
  });
});

const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".split("");
const key = fc
  .array(fc.constantFrom(...BASE64), { minLength: 40, maxLength: 88 })
  .map((letters) => letters.join(""))
  // What chance makes of letters alone is not told from a word.
  .filter((text) => (text.match(/\d/g) ?? []).length >= 3);
const word = fc.stringMatching(/^[a-z]{6,12}[0-9]{2}$/).map((text) => `zq${text}`);
const guid = fc.uuid().filter((text) => /[a-f]/.test(text));

/** A secret of each kind, and where Azure has it. */
const PLACES: readonly [kind: string, secret: fc.Arbitrary<string>, place: (secret: string) => unknown][] = [
  ["a GUID in text", guid, (one) => ({ properties: { note: `of ${one}, now` } })],
  ["a GUID as a member's name", guid, (one) => ({ [one]: {} })],
  ["a GUID in capitals", guid.map((one) => one.toUpperCase()), (one) => [one]],
  ["an e-mail address", word.map((one) => `${one}@contoso.example`), (one) => ({ emails: `${one};${one}` })],
  [
    "an e-mail address in text",
    word.map((one) => `${one}@fabrikam.example`),
    (one) => ({ error: { code: "x", message: `'${one}' is invalid.` } }),
  ],
  ["a display name", word, (one) => ({ displayName: one })],
  [
    "a display name that an error repeats",
    word,
    (one) => [{ displayName: one }, { code: "x", message: `No ${one}.` }],
  ],
  [
    "a company's name with a space",
    word.map((one) => `${one} Ltd`),
    (one) => ({ companyName: one, x: `for ${one}` }),
  ],
  ["a free text", word, (one) => ({ description: `call ${one}` })],
  [
    "a resource's name in an id",
    word,
    (one) => ({
      id: `/subscriptions/${SUBSCRIPTION}/resourceGroups/${one}/providers/Microsoft.Web/sites/${one}-app`,
    }),
  ],
  [
    "a resource's name beside its id",
    word,
    (one) => ({
      name: one,
      id: `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Consumption/budgets/${one}`,
    }),
  ],
  ["a tag's name", word, (one) => ({ tags: { [one]: "x" } })],
  ["a tag's value", word, (one) => ({ tags: { env: one } })],
  ["a tenant's domain", word.map((one) => `${one}.onmicrosoft.com`), (one) => ({ x: `in ${one}` })],
  [
    "a webhook's host",
    word.map((one) => `${one}.example`),
    (one) => ({ serviceUri: `https://${one}/alerts` }),
  ],
  ["a webhook's path", word, (one) => ({ serviceUri: `https://hooks.example/${one}` })],
  [
    "a webhook's signature",
    key,
    (one) => ({
      serviceUri: `https://prod-01.westeurope.logic.azure.com/workflows/a?sig=${encodeURIComponent(one)}`,
    }),
  ],
  ["a user in an address", word, (one) => ({ x: `https://${one}:pass@management.azure.com/` })],
  [
    "a token in a link",
    key,
    (one) => ({
      nextLink: `https://management.azure.com/subscriptions?api-version=2022-12-01&$skiptoken=${encodeURIComponent(one)}`,
    }),
  ],
  ["a bearer token", key, (one) => ({ x: `Authorization: Bearer ${one}` })],
  [
    "a JSON web token",
    key.map((one) => `eyJhbGciOi.${one.replaceAll(/[+/]/g, "x")}.${one.replaceAll(/[+/]/g, "y")}`),
    (one) => ({ x: one }),
  ],
  ["a key under its name", key, (one) => ({ primaryKey: one })],
  ["a short secret under its name", word, (one) => ({ clientSecret: one })],
  ["a key that stands alone", key, (one) => ({ x: one })],
  ["a phone number", fc.stringMatching(/^\+49[1-9][0-9]{8}$/), (one) => ({ phone: one })],
  ["a phone number in text", fc.stringMatching(/^\+49[1-9][0-9]{8}$/), (one) => ({ x: `call ${one} now` })],
  [
    "an IPv4 address",
    fc.ipV4().filter((one) => one.length > 9 && !one.startsWith("192.0.2.")),
    (one) => ({ x: `from ${one}` }),
  ],
  [
    "an IPv6 address",
    fc.stringMatching(/^2a0[0-9]:[1-9a-f]{4}:[1-9a-f]{4}::[1-9a-f]{4}$/),
    (one) => ({ x: `from ${one}` }),
  ],
];

describe("a generated secret is in no output", () => {
  test.each(PLACES)("%s", (_, secret, place) => {
    fc.assert(
      fc.property(secret, (one) => {
        const raw = exchange({ body: place(one), request: place(one) });
        expect(masked(raw).toLowerCase()).not.toContain(one.toLowerCase());
      }),
      { numRuns: 25 },
    );
  });

  test("in the path and the query of a request", () => {
    fc.assert(
      fc.property(word, key, guid, (name, token, id) => {
        const path = `/subscriptions/${id}/resourceGroups/${name}/providers/Microsoft.Web/sites/${name}?api-version=2023-01-01&code=${encodeURIComponent(token)}&$filter=principalId%20eq%20'${id}'`;
        const text = decodeURIComponent(masked(exchange({ path })));
        for (const one of [name, token, id]) expect(text).not.toContain(one);
      }),
      { numRuns: 25 },
    );
  });

  test("a secret of the environment, wherever it is", () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[A-Za-z0-9]{8,30}$/).filter((one) => !/^masked/i.test(one)),
        (secret) => {
          const raw = exchange({ body: { x: `a ${secret} b`, [`k ${secret}`]: 1 } });
          expect(masked(raw, mask({ secrets: [secret] }))).not.toContain(secret);
        },
      ),
      { numRuns: 25 },
    );
  });
});

test("a file that still has a tenant, a subscription or a name is refused, and the message does not repeat it", () => {
  const of = mask({ names: ["Contoso Ltd"], secrets: ["hunter2hunter2"] });
  for (const leaked of [TENANT.toUpperCase(), SUBSCRIPTION, "contoso ltd", "hunter2hunter2"]) {
    expect(() => of.check(`{"x":"${leaked}"}`)).toThrow(MaskError);
    expect(() => of.check(`{"x":"${leaked}"}`)).not.toThrow(new RegExp(leaked, "i"));
  }
  expect(() => of.check(JSON.stringify(of.exchanges([exchange({ body: { x: TENANT } })])))).not.toThrow();
});

test("what a customer spends is replaced by zero", () => {
  const body = { properties: { amount: 1000, currentSpend: { amount: 812.5, unit: "EUR" } } };
  expect(mask().exchanges([exchange({ body })])[0]?.answer.body).toEqual({
    properties: { amount: 1000, currentSpend: { amount: 0, unit: "EUR" } },
  });
});

test("a member named __proto__ stays a member", () => {
  const body: unknown = JSON.parse('{"__proto__": {"displayName": "Contoso Ltd"}}');
  expect(masked(exchange({ body }))).toContain('{"__proto__":{"displayName":"name-1"}}');
});
