import { beforeAll, expect, test } from "vitest";
import { TenantAudit } from "../../src/audit/index.ts";
import { directoryOf } from "../../src/cli/sandbox/run.ts";
import type { Fleet } from "../../src/fleet/index.ts";
import { DEPLOYER_CLIENT_ID } from "../../src/sandbox/index.ts";
import { type Client, startedClient } from "../sandbox/client.ts";
import { CONTOSO, fleetOf } from "../support/fleet.ts";
import { auditIn } from "./support/sandbox.ts";

const TENANT = "22222222-2222-2222-2222-222222222222";
const RG = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-csp-baseline";
const GROUP = `${RG}/providers/Microsoft.Insights/actionGroups/ag-csp-baseline`;
const ALERT_TYPE = "providers/Microsoft.AlertsManagement/tenantActivityLogAlerts";
const ALERT = `/providers/Microsoft.Management/managementGroups/${TENANT}/${ALERT_TYPE}/own-name`;
const VERSION = "2023-04-01-preview";
const CONTROL = "tenant-service-health-alert";

function fleetWith(setting: string): Fleet {
  const contoso = `${CONTOSO}access: { model: customer-app, clientId: ${DEPLOYER_CLIENT_ID} }\ntenantBaseline: { serviceHealthAlert: ${setting} }\n`;
  return fleetOf({ contoso });
}

const fleet = fleetWith("{}");
const receivers = [{ name: "noc", emailAddress: "noc@fabrikam.example" }];
const properties = {
  tenantScope: TENANT,
  enabled: true,
  condition: { allOf: [{ field: "category", equals: "ServiceHealth" }] },
  // ARM answers in any casing.
  actions: { actionGroups: [{ actionGroupId: GROUP.toLowerCase() }] },
};

let client: Client;
beforeAll(async () => {
  client = await startedClient({ directory: directoryOf(fleet) });
  await put(RG, "2023-07-01", { location: "westeurope" });
});

async function put(id: string, version: string, body: object) {
  const token = await client.token(TENANT, DEPLOYER_CLIENT_ID);
  const answer = await client.arm(`PUT ${id}@${version}`, { token, body });
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
}

const putAlert = (changed: object = {}) =>
  put(ALERT, VERSION, { location: "global", properties: { ...properties, ...changed } });
const putGroup = (changed: object = {}) =>
  put(GROUP, "2023-01-01", {
    location: "global",
    properties: { groupShortName: "ag", enabled: true, emailReceivers: receivers, ...changed },
  });

async function judged(of = fleet) {
  const { findings } = await auditIn(client.sandbox, of, ["arm"], undefined, new TenantAudit(of.tenants));
  return findings
    .filter(({ control }) => control === CONTROL)
    .map(({ message, status }) => `${status}: ${message}`);
}

test("a tenant's alert is a failure where it is missing, weakened or notifies no one, and passes where it is whole", async () => {
  expect(await judged()).toEqual(["fail: no Service Health alert watches the customer's Entra tenant"]);
  await putAlert();
  expect(await judged()).toEqual(["fail: its action group does not exist"]);
  await putGroup({ enabled: false });
  expect(await judged()).toEqual(["fail: its action group has no working receiver"]);
  await putGroup();
  expect(await judged()).toEqual([expect.stringMatching(/^pass: .* watches the whole tenant$/)]);
  await putAlert({ enabled: false });
  expect(await judged()).toEqual(["fail: it is disabled"]);
  await putAlert({ actions: { actionGroups: [] } });
  expect(await judged()).toEqual([
    expect.stringMatching(/^fail: it does not notify the fleet's action group/),
  ]);
  await putAlert();
});

test("what the identity may not read is unknown, and another management group than the fleet's does not count", async () => {
  // The root of another tenant: as with a Lighthouse delegation, Azure refuses.
  const [unread, ...more] = await judged(
    fleetWith("{ managementGroup: 99999999-9999-9999-9999-999999999999 }"),
  );
  expect(unread).toMatch(
    /^unknown: .* cannot be read: the signed-in identity lacks Microsoft.AlertsManagement\/tenantActivityLogAlerts\/read at /,
  );
  expect(more).toEqual([]);
  expect(await judged(fleetWith("{ managementGroup: mg-monitoring }"))).toEqual([
    "fail: no Service Health alert watches the customer's Entra tenant",
  ]);
});

test("a tenant is judged once, with the customer's first subscription, and only where the fleet switches it on", async () => {
  const { findings } = await auditIn(
    client.sandbox,
    fleet,
    ["arm"],
    undefined,
    new TenantAudit(fleet.tenants),
  );
  expect(findings.filter(({ control }) => control === CONTROL)).toMatchObject([
    { status: "pass", subscriptionName: "prod", customer: "contoso", location: { line: expect.any(Number) } },
  ]);
  expect(await judged(fleetWith("false"))).toEqual([]);
});

test("exported files do not show it: unknown", () => {
  const [subscription] = fleet.subscriptions;
  if (subscription === undefined) throw new Error("no subscription");
  const of = (some: Fleet) =>
    new TenantAudit(some.tenants).unknown(subscription, "exported files do not show it");
  expect(of(fleet)).toMatchObject([{ control: CONTROL, status: "unknown" }]);
  expect(of(fleetWith("false"))).toEqual([]);
});
