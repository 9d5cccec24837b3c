import { beforeEach, describe, expect, test } from "vitest";
import { DEFAULT_TENANT_ID, READER_CLIENT_ID } from "../../src/sandbox/index.ts";
import { type Answer, type Client, field, startedClient } from "./client.ts";

const CUSTOMER = "22222222-2222-2222-2222-222222222222";
const OTHER = "33333333-3333-3333-3333-333333333333";
const subscription = (index: number, tenantId: string) => ({
  id: `00000000-0000-0000-0000-00000000000${index}`,
  displayName: `s${index}`,
  tenantId,
  managedByTenantId: DEFAULT_TENANT_ID,
});
const directory = {
  tenants: [
    { id: CUSTOMER, displayName: "Contoso" },
    { id: OTHER, displayName: "Northwind" },
  ],
  subscriptions: [subscription(1, CUSTOMER), subscription(2, CUSTOMER), subscription(3, OTHER)],
};
const ALERTS = "/beta/security/partner/securityAlerts";

let client: Client;
beforeEach(async () => {
  client = await startedClient({ directory });
});

async function tokenFor(service: string, form: Record<string, string> = {}, tenant = DEFAULT_TENANT_ID) {
  const { body } = await client.signIn(tenant, {
    client_id: "a",
    client_secret: "b",
    scope: `${client.sandbox.origin}${service}/.default`,
    ...form,
  });
  return String(field(body, "access_token"));
}

async function graph(method: string, path: string, body?: object): Promise<Answer> {
  return client.call(method, path, { token: await tokenFor("/graph"), ...(body ? { body } : {}) });
}

const user = () =>
  tokenFor("/partner-center", { grant_type: "refresh_token", refresh_token: "sandbox-refresh-token" });

describe("Graph", () => {
  test("lists alerts in pages, filtered, selected and counted", async () => {
    const alerts = Array.from({ length: 7 }, (_, index) => ({
      id: `alert-${index}`,
      status: index === 0 ? "resolved" : "active",
    }));
    expect(await client.call("PATCH", "/sandbox/partner", { body: { alerts } })).toMatchObject({
      status: 204,
    });
    const first = await graph("GET", `${ALERTS}?$filter=status%20eq%20'active'&$select=id&$count=true`);
    expect(first).toMatchObject({ status: 200, body: { "@odata.count": 6 } });
    expect(field(first.body, "value")).toHaveLength(5);
    const next = new URL(String(field(first.body, "@odata.nextLink")));
    const second = await graph("GET", `${next.pathname}${next.search}`);
    expect(second.body).toEqual({ "@odata.count": 6, value: [{ id: "alert-6" }] });
  });

  test("has alerts of the directory's own subscriptions, one of an unknown one, and Microsoft's irregular values", async () => {
    const { body } = await graph("GET", ALERTS);
    expect(field(body, "value", "0")).toMatchObject({ alertType: "CryptoMining", isTest: "false" });
    expect(field(body, "value", "1")).toMatchObject({ severity: "unknownFutureValue" });
    const requirements = await graph("GET", "/beta/security/partner/securityScore/requirements");
    expect(JSON.stringify(requirements.body)).toContain('"noncomplaint"');
  });

  test("resolves an alert only with a reason", async () => {
    const { body } = await graph("GET", ALERTS);
    const path = `${ALERTS}/${field(body, "value", "0", "id")}`;
    expect(await graph("PATCH", path, { status: "resolved" })).toMatchObject({ status: 400 });
    expect(await graph("PATCH", path, { resolvedReason: "fraud" })).toMatchObject({ status: 400 });
    const answer = await graph("PATCH", path, { status: "resolved", resolvedReason: "fraud" });
    expect(answer).toMatchObject({ status: 200, body: { status: "resolved" } });
    expect((await graph("GET", path)).body).toMatchObject({ resolvedReason: "fraud" });
    expect(await graph("GET", `${ALERTS}/none`)).toMatchObject({ status: 404 });
  });

  test("rejects a token for another service or of another tenant, a missing token, and a reader's write", async () => {
    for (const token of [
      null,
      await client.token(),
      await tokenFor("/partner-center"),
      await tokenFor("/graph", {}, CUSTOMER),
    ]) {
      expect(await client.call("GET", ALERTS, { token })).toMatchObject({ status: 401 });
    }
    const reader = await tokenFor("/graph", { client_id: READER_CLIENT_ID });
    expect(await client.call("GET", ALERTS, { token: reader })).toMatchObject({ status: 200 });
    expect(await client.call("PATCH", `${ALERTS}/x`, { token: reader, body: {} })).toMatchObject({
      status: 403,
    });
  });

  test("has no v1.0, and rejects other filters", async () => {
    expect(await graph("GET", "/v1.0/security/partner/securityAlerts")).toMatchObject({ status: 400 });
    expect(await graph("GET", `${ALERTS}?$filter=startswith(id,'a')`)).toMatchObject({ status: 400 });
  });
});

describe("Partner Center", () => {
  const call = async (method: string, path: string, body?: object) =>
    client.call(method, path, { token: await user(), ...(body ? { body } : {}) });

  test("lists customers with their Azure subscriptions and spending budgets", async () => {
    const { body } = await call("GET", "/v1/customers");
    expect(field(body, "items", "0")).toMatchObject({
      id: CUSTOMER,
      companyProfile: { companyName: "Contoso" },
    });
    const plans = await call("GET", `/v1/customers/${CUSTOMER}/subscriptions`);
    const plan = field(plans.body, "items", "0", "id");
    const entitlements = await call(
      "GET",
      `/v1/customers/${CUSTOMER}/subscriptions/${plan}/azureEntitlements`,
    );
    expect(entitlements.body).toMatchObject({ totalCount: 2, items: [{ friendlyName: "s1" }, {}] });
    expect((await call("GET", `/v1/customers/${OTHER}/usagebudget`)).body).toEqual({ Amount: 1000 });
    expect((await call("GET", `/v1/customers/${CUSTOMER}/usagebudget`)).body).not.toHaveProperty("Amount");
    expect(await call("GET", `/v1/customers/${DEFAULT_TENANT_ID}/subscriptions`)).toMatchObject({
      status: 404,
    });
  });

  test("shows fraud events to a user who consented, not to an application alone", async () => {
    expect((await call("GET", "/v1/fraudEvents?EventStatus=Active")).body).toMatchObject({ totalCount: 1 });
    const token = await tokenFor("/partner-center");
    expect(await client.call("GET", "/v1/fraudEvents", { token })).toMatchObject({ status: 403 });
  });

  test("keeps one registration of a webhook, and accepts a test event for it", async () => {
    const path = "/webhooks/v1/registration";
    const body = { WebhookUrl: "https://hooks.example/x", WebhookEvents: ["test-created"] };
    expect(await call("GET", path)).toMatchObject({ status: 404 });
    expect(await call("POST", path, { WebhookUrl: "x", WebhookEvents: [] })).toMatchObject({ status: 400 });
    expect(await call("POST", path, body)).toMatchObject({ status: 200, body });
    expect(await call("POST", path, body)).toMatchObject({ status: 409 });
    const both = { ...body, WebhookEvents: ["test-created", "azure-fraud-event-detected"] };
    expect(await call("PUT", path, both)).toMatchObject({ status: 200 });
    expect((await call("GET", path)).body).toMatchObject(both);
    expect((await call("GET", `${path}/events`)).body).toContain("azure-fraud-event-detected");
    const { body: event } = await call("POST", `${path}/validationEvents`);
    const id = field(event, "correlationId");
    expect((await call("GET", `${path}/validationEvents/${id}`)).body).toMatchObject({
      status: "completed",
      results: [{ responseCode: "NotDelivered" }],
    });
  });

  test("each exchange of a refresh token returns a new one, and an invalid one is rejected", async () => {
    const form = { grant_type: "refresh_token", client_id: "a", client_secret: "b" };
    const good = await client.signIn(DEFAULT_TENANT_ID, { ...form, refresh_token: "sandbox-refresh-token" });
    expect(good).toMatchObject({ status: 200, body: { refresh_token: "sandbox-refresh-token-1" } });
    const bad = await client.signIn(DEFAULT_TENANT_ID, { ...form, refresh_token: "stale" });
    expect(bad).toMatchObject({ status: 400, body: { error: "invalid_grant" } });
  });
});

test("the control endpoint accepts only known parts, with ids", async () => {
  expect(await client.call("PATCH", "/sandbox/partner", { body: { weather: 1 } })).toMatchObject({
    status: 400,
  });
  expect(await client.call("PATCH", "/sandbox/partner", { body: { alerts: [{}] } })).toMatchObject({
    status: 400,
  });
  await client.call("PATCH", "/sandbox/partner", { body: { score: { currentScore: 1 } } });
  const { body } = await client.call("GET", "/sandbox/partner");
  expect(field(body, "score")).toEqual({ currentScore: 1 });
  expect(field(body, "alerts")).toHaveLength(4);
});
