import { beforeAll, expect, test } from "vitest";
import { alert } from "./bodies.ts";
import { type Client, field, refusal, SCOPE, startedClient } from "./client.ts";

const PARTNER = "11111111-1111-1111-1111-111111111111";
const CONTOSO = "22222222-2222-2222-2222-222222222222";
const COFFEE = "33333333-3333-3333-3333-333333333333";

let client: Client;
beforeAll(async () => {
  const numbered = (index: number) => `00000000-0000-0000-0000-${String(index).padStart(12, "0")}`;
  client = await startedClient({
    directory: {
      defaultTenantId: PARTNER,
      subscriptions: [
        ...Array.from({ length: 12 }, (_, index) => ({
          id: numbered(index + 1),
          displayName: `customer-${index + 1}`,
          tenantId: CONTOSO,
          managedByTenantId: PARTNER,
        })),
        { id: numbered(99), displayName: "elsewhere", tenantId: COFFEE },
      ],
    },
  });
  await client.arm(`PUT ${SCOPE}/resourceGroups/rg@2023-07-01`, { body: { location: "westeurope" } });
  const insights = `${SCOPE}/resourceGroups/rg/providers/Microsoft.Insights`;
  await client.arm(`PUT ${insights}/activityLogAlerts/health@2020-10-01`, { body: alert() });
});

const query = (text: string, more: object = {}) =>
  client.arm("POST /providers/Microsoft.ResourceGraph/resources@2024-04-01", {
    body: { query: text, ...more },
  });

test("lists exactly the subscriptions with a role, page by page", async () => {
  const text =
    "resourcecontainers | where type =~ 'microsoft.resources/subscriptions' | project id, name, subscriptionId, state = properties.state | order by name asc";
  const first = await query(text);
  expect(first).toMatchObject({ status: 200, body: { totalRecords: 12, count: 10 } });
  expect(field(first.body, "data", "0")).toEqual({
    id: SCOPE,
    name: "customer-1",
    subscriptionId: SCOPE.split("/").at(-1),
    state: "Enabled",
  });
  const second = await query(text, { options: { $skipToken: field(first.body, "$skipToken") } });
  expect(second.body).toMatchObject({ totalRecords: 12, count: 2 });
  expect(field(second.body, "$skipToken")).toBeUndefined();
});

test("alerts, with their types and groups in lower case", async () => {
  const { body } = await query("resources | where type == 'microsoft.insights/activitylogalerts'");
  expect(field(body, "data")).toEqual([
    expect.objectContaining({ name: "health", resourceGroup: "rg", tenantId: CONTOSO }),
  ]);
});

test("Defender plans of some subscriptions", async () => {
  const subscriptions = [SCOPE.split("/").at(-1)];
  const text =
    "securityresources | where type =~ 'microsoft.security/pricings' and properties.pricingTier == 'Free' | count";
  const { body } = await query(text, { subscriptions });
  expect(field(body, "data")).toEqual([{ Count: 16 }]);
});

test("rejects an unsupported query with the unsupported part", async () => {
  expect(await query("resources | summarize count() by type")).toMatchObject(
    refusal(400, "BadRequest", /sandbox does not model.*summarize/),
  );
  expect(await query("resources | where tags has 'x'")).toMatchObject(refusal(400, "BadRequest", /tags has/));
});
