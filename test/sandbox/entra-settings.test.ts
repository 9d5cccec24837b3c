import { beforeEach, expect, test } from "vitest";
import { type Client, refusal, startedClient } from "./client.ts";

const LIST = "/providers/Microsoft.AADIAM/diagnosticSettings";
const ONE = `${LIST}/logs@2017-04-01`;
const properties = { workspaceId: "/subscriptions/x", logs: [{ category: "AuditLogs", enabled: true }] };

let client: Client;
beforeEach(async () => {
  client = await startedClient();
});

test("the settings of a tenant are written, read, listed and removed, in any casing", async () => {
  expect(await client.arm(`GET ${ONE}`)).toMatchObject(refusal(404, "ResourceNotFound"));
  expect(await client.arm(`PUT ${ONE}`, { body: { properties } })).toMatchObject({ status: 200 });
  const shown = { id: `${LIST}/logs`, name: "logs", properties };
  expect(await client.arm(`GET ${ONE.toLowerCase()}`)).toMatchObject({ status: 200, body: shown });
  expect(await client.arm(`GET ${LIST}@2017-04-01`)).toMatchObject({ body: { value: [shown] } });
  expect(await client.arm(`DELETE ${ONE}`)).toMatchObject({ status: 200 });
  expect(await client.arm(`DELETE ${ONE}`)).toMatchObject({ status: 204 });
});

test("a setting without a destination or an enabled log is rejected", async () => {
  for (const wrong of [{ logs: properties.logs }, { workspaceId: "/subscriptions/x", logs: [] }]) {
    const answer = await client.arm(`PUT ${ONE}`, { body: { properties: wrong } });
    expect(answer).toMatchObject({ status: 400 });
  }
});
