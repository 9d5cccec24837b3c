import { beforeEach, expect, test } from "vitest";
import { DEFAULT_TENANT_ID, READER_CLIENT_ID } from "../../src/sandbox/index.ts";
import { type Client, refusal, startedClient } from "./client.ts";

const TYPE = "providers/Microsoft.AlertsManagement/TenantActivityLogAlerts";
const GROUPS = "/providers/Microsoft.Management/ManagementGroups";
const ROOT = `${GROUPS}/${DEFAULT_TENANT_ID}/${TYPE}`;
const VERSION = "2023-04-01-preview";
const CUSTOMER = "22222222-2222-2222-2222-222222222222";
const properties = {
  tenantScope: DEFAULT_TENANT_ID,
  condition: { allOf: [{ field: "category", equals: "ServiceHealth" }] },
  actions: { actionGroups: [{ actionGroupId: "/subscriptions/x/ag" }] },
};
const body = { location: "Global", properties };

let client: Client;
beforeEach(async () => {
  client = await startedClient();
});

test("an alert of a tenant is created, read, listed, patched and removed as in Microsoft's samples", async () => {
  const one = `${ROOT}/sh@${VERSION}`;
  expect(await client.arm(`GET ${one}`)).toMatchObject(refusal(404, "ResourceNotFound"));
  const shown = {
    id: `${ROOT}/sh`,
    name: "sh",
    location: "Global",
    tags: {},
    properties: { ...properties, enabled: true },
  };
  expect(await client.arm(`PUT ${one}`, { body })).toMatchObject({ status: 201, body: shown });
  expect(await client.arm(`PUT ${one}`, { body })).toMatchObject({ status: 200, body: shown });
  expect(await client.arm(`GET ${one.toLowerCase()}`)).toMatchObject({ status: 200, body: shown });
  for (const list of [ROOT, `/${TYPE}`])
    expect(await client.arm(`GET ${list}@${VERSION}`)).toMatchObject({
      status: 200,
      body: { value: [shown] },
    });
  expect(await client.arm(`GET ${GROUPS}/mg/${TYPE}@${VERSION}`)).toMatchObject({ body: { value: [] } });
  const disabled = await client.arm(`PATCH ${one}`, {
    body: { properties: { enabled: false, tenantScope: "x" } },
  });
  expect(disabled).toMatchObject({ status: 200, body: { properties: { ...properties, enabled: false } } });
  expect(await client.arm(`DELETE ${one}`)).toMatchObject({ status: 200 });
  expect(await client.arm(`DELETE ${one}`)).toMatchObject({ status: 204 });
});

test("what the specification rules out is rejected", async () => {
  const put = (changed: object, name = "sh") =>
    client.arm(`PUT ${ROOT}/${name}@${VERSION}`, { body: changed });
  const { actions: _, ...without } = properties;
  for (const wrong of [
    { ...body, location: "westeurope" },
    { ...body, properties: without },
    { ...body, properties: { ...properties, tenantScope: CUSTOMER } },
    { ...body, properties: { ...properties, condition: { allOf: [] } } },
    { ...body, properties: { ...properties, actions: { actionGroups: [{}] } } },
  ])
    expect(await put(wrong)).toMatchObject({ status: 400 });
  expect(await put(body, "a,b")).toMatchObject({ status: 400 });
  expect(await client.arm(`GET ${ROOT}@2020-10-01`)).toMatchObject(refusal(400, "NoRegisteredProviderFound"));
});

test("another tenant, as with Lighthouse, and a reader who writes are refused", async () => {
  const forbidden = refusal(403, "AuthorizationFailed");
  expect(await client.arm(`GET ${GROUPS}/${CUSTOMER}/${TYPE}@${VERSION}`)).toMatchObject(forbidden);
  const token = await client.token(DEFAULT_TENANT_ID, READER_CLIENT_ID);
  expect(await client.arm(`PUT ${ROOT}/sh@${VERSION}`, { body, token })).toMatchObject(forbidden);
  expect(await client.arm(`GET ${ROOT}@${VERSION}`, { token })).toMatchObject({ status: 200 });
});
