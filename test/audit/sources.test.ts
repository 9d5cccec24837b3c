import { expect, test } from "vitest";
import { ArmList } from "../../src/audit/sources/arm-list.ts";
import { PartnerCenter } from "../../src/audit/sources/partner-center.ts";
import { ResourceGraphList } from "../../src/audit/sources/resource-graph.ts";
import { type Answer, connectTo, loopback, type Received, subscriptionId } from "./support/loopback.ts";

const TENANT = "22222222-2222-2222-2222-222222222222";
const everything = () => true;

test("ARM's list is read to its last page, with every state and tenant", async () => {
  const item = (index: number, state: string) => ({
    id: `/subscriptions/${subscriptionId(index)}`,
    subscriptionId: subscriptionId(index).toUpperCase(),
    tenantId: TENANT,
    displayName: `sub ${index}`,
    state,
  });
  const server = await loopback(({ url }) =>
    url.includes("page=2")
      ? { body: { value: [item(2, "Disabled"), { subscriptionId: "none" }] } }
      : {
          body: {
            value: [item(1, "Enabled")],
            nextLink: `${server.origin}/subscriptions?api-version=2022-12-01&page=2`,
          },
        },
  );
  const answer = await new ArmList(await connectTo(server), everything).list();
  expect(answer).toMatchObject({ kind: "arm", complete: true, complaints: [] });
  expect(answer.subscriptions).toEqual([
    { subscriptionId: subscriptionId(1), tenantId: TENANT, displayName: "sub 1", state: "Enabled" },
    { subscriptionId: subscriptionId(2), tenantId: TENANT, displayName: "sub 2", state: "Disabled" },
  ]);
});

test("a list that fails midway is used up to there and reported as incomplete", async () => {
  const server = await loopback(({ url }) =>
    url.includes("page=2")
      ? { status: 403, body: { error: { code: "AuthorizationFailed", message: "no" } } }
      : {
          body: {
            value: [{ subscriptionId: subscriptionId(1) }],
            nextLink: `${server.origin}/subscriptions?api-version=2022-12-01&page=2`,
          },
        },
  );
  const answer = await new ArmList(await connectTo(server), everything).list();
  expect(answer.subscriptions).toHaveLength(1);
  expect(answer.complete).toBe(false);
  expect(answer.complaints).toEqual([
    "it answered 403 AuthorizationFailed: no; the pages before that are used",
  ]);
});

test("Resource Graph's list reports that it stops at 10,000 subscriptions", async () => {
  const server = await loopback(({ body }) => ({
    headers: { "x-ms-tenant-subscription-limit-hit": "true" },
    body: {
      totalRecords: 2,
      count: 1,
      resultTruncated: "false",
      data: [
        {
          subscriptionId: subscriptionId(body.includes("more") ? 2 : 1),
          name: "a",
          tenantId: TENANT,
          state: "Enabled",
        },
      ],
      ...(body.includes("more") ? {} : { $skipToken: "more" }),
    },
  }));
  const answer = await new ResourceGraphList(await connectTo(server), everything).list();
  expect(answer.subscriptions.map((one) => one.subscriptionId)).toEqual([
    subscriptionId(1),
    subscriptionId(2),
  ]);
  expect(answer.complete).toBe(false);
  expect(answer.complaints).toContain("it answered for the first 10,000 subscriptions only");
});

const CUSTOMERS = [TENANT, "33333333-3333-3333-3333-333333333333", "44444444-4444-4444-4444-444444444444"];

/** Partner Center with three customers on two pages; the last one cannot be read. */
function partnerCenter({ headers, url }: Received): Answer {
  const [a = "", b = "", c = ""] = CUSTOMERS;
  const customer = (id: string) => ({
    id,
    companyProfile: { tenantId: id, companyName: `Company ${id[0]}` },
  });
  if (url.startsWith("/v1/customers?")) {
    if (headers["ms-continuationtoken"] === "second")
      return { body: { totalCount: 3, items: [customer(c)], links: {} } };
    const next = {
      uri: "/customers?size=500&seekOperation=Next",
      headers: [{ key: "MS-ContinuationToken", value: "second" }],
    };
    return {
      body: `\ufeff${JSON.stringify({ totalCount: 3, items: [customer(a), customer(b)], links: { next } })}`,
    };
  }
  if (url === `/v1/customers/${a}/subscriptions`) {
    const plan = { id: "plan-a", offerId: "DZH318Z0BPS6:0001:DZH318Z0BMGL", friendlyName: "Azure plan" };
    return { body: { items: [{ id: "office", offerId: "x", friendlyName: "Microsoft 365" }, plan] } };
  }
  if (url === `/v1/customers/${a}/subscriptions/plan-a/azureEntitlements`) {
    return {
      body: {
        items: [{ id: subscriptionId(1), friendlyName: "prod", status: "active", subscriptionId: "plan-a" }],
      },
    };
  }
  if (url === `/v1/customers/${b}/subscriptions`) return { body: { items: [] } };
  return { status: 403, body: { code: 900420, description: "You don't have access" } };
}

test("Partner Center's customers, plans and entitlements are read, page by page and customer by customer", async () => {
  const server = await loopback(partnerCenter);
  const answer = await new PartnerCenter(await connectTo(server)).list();
  expect(answer.subscriptions).toEqual([
    { subscriptionId: subscriptionId(1), tenantId: TENANT, displayName: "prod", state: "active" },
  ]);
  expect(answer.complete).toBe(false);
  expect(answer.complaints).toEqual(["customer Company 4: it answered 403 900420: You don't have access"]);
  expect(server.received.every(({ headers }) => headers.authorization?.startsWith("Bearer "))).toBe(true);
});

test("Partner Center's retry delay is respected, and a next page on another server is rejected", async () => {
  let tries = 0;
  const server = await loopback(() => {
    if (tries++ === 0) return { status: 429, headers: { "retry-after": "1" } };
    return { body: { items: [], links: { next: { uri: "https://evil.example/customers" } } } };
  });
  const start = performance.now();
  const answer = await new PartnerCenter(await connectTo(server)).list();
  expect(performance.now() - start).toBeGreaterThanOrEqual(990);
  expect(answer.complaints).toEqual(["the address of its next page is on another server"]);
  expect(server.received).toHaveLength(2);
});
