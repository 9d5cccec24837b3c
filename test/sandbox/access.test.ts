import { beforeAll, describe, expect, test } from "vitest";
import { READER_CLIENT_ID } from "../../src/sandbox/index.ts";
import { type Client, field, refusal, SCOPE, SUBSCRIPTION, startedClient } from "./client.ts";

const PARTNER = "11111111-1111-1111-1111-111111111111";
const CONTOSO = "22222222-2222-2222-2222-222222222222";
const COFFEE = "33333333-3333-3333-3333-333333333333";
const COFFEE_APP = "33333333-0000-0000-0000-000000000001";
const COFFEE_SUBSCRIPTION = "00000000-0000-0000-0000-000000000011";
const GROUP = "resourceGroups/rg@2023-07-01";
const WEST = { location: "westeurope" };

let client: Client;
beforeAll(async () => {
  client = await startedClient({
    directory: {
      defaultTenantId: PARTNER,
      tenants: [{ id: CONTOSO, displayName: "Contoso" }],
      subscriptions: [
        { id: SUBSCRIPTION, displayName: "prod", tenantId: CONTOSO, managedByTenantId: PARTNER },
        { id: COFFEE_SUBSCRIPTION, displayName: "shop", tenantId: COFFEE, clientId: COFFEE_APP },
      ],
    },
  });
});

describe("a subscription delegated with Lighthouse", () => {
  test("accepts an application of the partner's tenant", async () => {
    const token = await client.token(PARTNER, "any-app");
    expect(await client.arm(`PUT ${SCOPE}/${GROUP}`, { token, body: WEST })).toMatchObject({ status: 201 });
  });

  test("gives an application of its own tenant no role", async () => {
    const token = await client.token(CONTOSO, "any-app");
    const action = /'Microsoft\.Resources\/resourceGroups\/write'/;
    expect(await client.arm(`PUT ${SCOPE}/${GROUP}`, { token, body: WEST })).toMatchObject(
      refusal(403, "AuthorizationFailed", action),
    );
  });

  test("rejects a token of a third tenant", async () => {
    const answer = await client.arm(`GET ${SCOPE}/${GROUP}`, {
      token: await client.token(COFFEE, COFFEE_APP),
    });
    expect(answer).toMatchObject(
      refusal(401, "InvalidAuthenticationTokenTenant", new RegExp(`wrong issuer.*${COFFEE}.*${CONTOSO}`)),
    );
    expect(answer.headers["www-authenticate"]).toContain(CONTOSO);
  });
});

describe("a subscription with a customer's own application", () => {
  const path = `/subscriptions/${COFFEE_SUBSCRIPTION}/${GROUP}`;

  test("accepts that application", async () => {
    const token = await client.token(COFFEE, COFFEE_APP);
    expect(await client.arm(`PUT ${path}`, { token, body: WEST })).toMatchObject({ status: 201 });
  });

  test("rejects another application of that tenant", async () => {
    const token = await client.token(COFFEE, "other-app");
    expect(await client.arm(`GET ${path}`, { token })).toMatchObject(refusal(403, "AuthorizationFailed"));
  });

  test("rejects the partner's token", async () => {
    const token = await client.token(PARTNER, "any-app");
    expect(await client.arm(`GET ${path}`, { token })).toMatchObject(
      refusal(401, "InvalidAuthenticationTokenTenant"),
    );
  });
});

describe("the reader's application", () => {
  test("reads", async () => {
    const token = await client.token(PARTNER, READER_CLIENT_ID);
    expect(await client.arm(`GET ${SCOPE}/resourceGroups@2023-07-01`, { token })).toMatchObject({
      status: 200,
    });
  });

  test.each(["PUT", "PATCH", "DELETE"])("may not %s", async (method) => {
    const token = await client.token(PARTNER, READER_CLIENT_ID);
    const answer = await client.arm(`${method} ${SCOPE}/${GROUP}`, { token, body: WEST });
    expect(answer).toMatchObject(refusal(403, "AuthorizationFailed"));
  });

  test("may not register a resource provider", async () => {
    const token = await client.token(PARTNER, READER_CLIENT_ID);
    const path = `${SCOPE}/providers/Microsoft.Security/register@2022-09-01`;
    expect(await client.arm(`POST ${path}`, { token })).toMatchObject(refusal(403, "AuthorizationFailed"));
  });
});

describe("a token", () => {
  test.each([
    ["is required", null, "AuthenticationFailed"],
    ["must be valid", "not-a-token", "InvalidAuthenticationToken"],
  ])("%s", async (_, token, code) => {
    expect(await client.arm(`GET ${SCOPE}/${GROUP}`, { token })).toMatchObject(refusal(401, code));
  });

  test("of another issuer is rejected", async () => {
    const claims = {
      tid: PARTNER,
      oid: "x",
      appid: "x",
      aud: client.sandbox.origin,
      exp: 4e9,
      iss: "https://sts.windows.net/x/",
    };
    const token = ["e30", Buffer.from(JSON.stringify(claims)).toString("base64url"), "x"].join(".");
    expect(await client.arm(`GET ${SCOPE}/${GROUP}`, { token })).toMatchObject(
      refusal(401, "InvalidAuthenticationToken"),
    );
  });

  test("expires after an hour", async () => {
    let now = new Date("2026-11-24T12:00:00Z");
    const later = await startedClient({ now: () => now });
    await later.token();
    now = new Date("2026-11-24T12:59:59Z");
    expect(await later.arm(`GET ${SCOPE}@2022-12-01`)).toMatchObject({ status: 200 });
    now = new Date("2026-11-24T13:00:00Z");
    expect(await later.arm(`GET ${SCOPE}@2022-12-01`)).toMatchObject(
      refusal(401, "ExpiredAuthenticationToken"),
    );
  });
});

describe("the list of subscriptions", () => {
  const list = async (tenant: string, app: string) => {
    const { body } = await client.arm("GET /subscriptions@2022-12-01", {
      token: await client.token(tenant, app),
    });
    return field(body, "value");
  };

  test("shows delegated subscriptions to the partner, in the customer's tenant and managed by the partner's", async () => {
    expect(await list(PARTNER, "any")).toEqual([
      expect.objectContaining({
        subscriptionId: SUBSCRIPTION,
        tenantId: CONTOSO,
        managedByTenants: [{ tenantId: PARTNER }],
      }),
    ]);
  });

  test("shows a customer's application its own", async () => {
    expect(await list(COFFEE, COFFEE_APP)).toEqual([
      expect.objectContaining({ subscriptionId: COFFEE_SUBSCRIPTION, managedByTenants: [] }),
    ]);
  });

  test("hides subscriptions without a role", async () => {
    expect(await list(CONTOSO, "any")).toEqual([]);
  });
});

test("a subscription outside the fleet does not exist", async () => {
  const unknown = "/subscriptions/00000000-0000-0000-0000-0000000000ff";
  expect(await client.arm(`GET ${unknown}@2022-12-01`)).toMatchObject(refusal(404, "SubscriptionNotFound"));
});

test("a subscription id that is not a GUID is invalid", async () => {
  expect(await client.arm("GET /subscriptions/prod@2022-12-01")).toMatchObject(
    refusal(400, "InvalidSubscriptionId"),
  );
});

test("without a fleet, any GUID is a subscription of the default tenant", async () => {
  const open = await startedClient();
  const path = "/subscriptions/00000000-0000-0000-0000-0000000000FF";
  expect(await open.arm(`GET ${path}@2022-12-01`)).toMatchObject({
    status: 200,
    body: { tenantId: PARTNER },
  });
});

test("resources of one subscription are not visible in another", async () => {
  const open = await startedClient();
  await open.arm(`PUT ${SCOPE}/${GROUP}`, { body: WEST });
  const other = "/subscriptions/00000000-0000-0000-0000-000000000002";
  expect(await open.arm(`GET ${other}/${GROUP}`)).toMatchObject(refusal(404, "ResourceGroupNotFound"));
  expect(await open.arm(`GET ${other}/resourceGroups@2023-07-01`)).toMatchObject({ body: { value: [] } });
});
