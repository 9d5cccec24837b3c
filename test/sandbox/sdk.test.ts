import { Agent } from "node:https";
import { ConsumptionManagementClient } from "@azure/arm-consumption";
import { CostManagementClient } from "@azure/arm-costmanagement";
import { MonitorClient } from "@azure/arm-monitor";
import { ResourceGraphClient } from "@azure/arm-resourcegraph";
import { ResourceManagementClient } from "@azure/arm-resources";
import { SecurityCenter } from "@azure/arm-security";
import type { PipelinePolicy } from "@azure/core-rest-pipeline";
import { beforeEach, describe, expect, test } from "vitest";
import { RESOURCE_TYPES } from "../../src/sandbox/types/index.ts";
import { anomaly, budget } from "./bodies.ts";
import { type Client, SCOPE, SUBSCRIPTION, startedClient } from "./client.ts";

/*
 * Azure's own SDKs for JavaScript as clients of the sandbox: they check that an answer has the form of Azure's specification.
 */

const GROUP = "rg-csp-baseline";

let client: Client;
beforeEach(async () => {
  client = await startedClient();
});

const credential = () => ({
  getToken: async () => ({ token: await client.token(), expiresOnTimestamp: Date.now() + 3_600_000 }),
});

/** Options of a client that trusts the sandbox. @param version the API version of its requests. @default - the client's */
function options(version?: string) {
  const agent = new Agent({ ca: client.sandbox.certificate });
  const policy: PipelinePolicy = {
    name: "sandbox",
    sendRequest: (request, next) => {
      request.agent = agent;
      const url = new URL(request.url);
      if (version !== undefined) url.searchParams.set("api-version", version);
      request.url = url.href;
      return next(request);
    },
  };
  return {
    endpoint: client.sandbox.origin,
    retryOptions: { maxRetries: 0 },
    additionalPolicies: [{ policy, position: "perCall" as const }],
  };
}

const versionsOf = (type: string) => {
  const versions = RESOURCE_TYPES.get(type.toLowerCase())?.apiVersions ?? [];
  expect(versions.length).toBeGreaterThan(0);
  return versions;
};

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

const resources = (version?: string) =>
  new ResourceManagementClient(credential(), SUBSCRIPTION, options(version));

describe("resource groups", () => {
  test.each(versionsOf("Microsoft.Resources/resourceGroups"))(
    "are written, read, listed and deleted by %s",
    async (version) => {
      const { resourceGroups } = resources(version);
      const body = { location: "westeurope", tags: { "managed-by": "csp-baseline" } };
      const made = await resourceGroups.createOrUpdate(GROUP, body);
      expect(made).toMatchObject({ ...body, name: GROUP, properties: { provisioningState: "Succeeded" } });
      expect(await resourceGroups.get(GROUP)).toEqual(made);
      expect(await all(resourceGroups.list())).toEqual([made]);
      expect((await resourceGroups.update(GROUP, { tags: { a: "b" } })).tags).toEqual({ a: "b" });
      await resourceGroups.beginDeleteAndWait(GROUP);
      await expect(resourceGroups.get(GROUP)).rejects.toMatchObject({
        statusCode: 404,
        code: "ResourceGroupNotFound",
      });
    },
  );

  test("are in the list of all resources with what is in them, as the client's own API version has it", async () => {
    const { providers, resourceGroups, resources: every } = resources();
    await resourceGroups.createOrUpdate(GROUP, { location: "westeurope" });
    await monitor().actionGroups.createOrUpdate(GROUP, "ag", actionGroupBody());
    expect(await all(every.listByResourceGroup(GROUP))).toMatchObject([
      { name: "ag", type: expect.stringMatching(/^microsoft\.insights\/actiongroups$/i) },
    ]);
    expect(await providers.register("Microsoft.Insights")).toMatchObject({
      namespace: expect.stringMatching(/^microsoft\.insights$/i),
      registrationState: "Registered",
    });
  });
});

const budgets = (version?: string) =>
  new ConsumptionManagementClient(credential(), SUBSCRIPTION, options(version)).budgets;

describe("budgets", () => {
  const { properties } = budget();
  const parameters = {
    ...properties,
    timePeriod: { startDate: new Date(properties.timePeriod.startDate) },
  };

  test.each(versionsOf("Microsoft.Consumption/budgets"))(
    "are written with an eTag, read and deleted by %s",
    async (version) => {
      const made = await budgets(version).createOrUpdate(SCOPE, "monthly", parameters);
      expect(made).toMatchObject({
        name: "monthly",
        amount: 1000,
        timeGrain: "Monthly",
        timePeriod: { startDate: new Date("2026-12-01T00:00:00Z") },
        notifications: { "Actual_GreaterThanOrEqualTo_80.000000_Percent": { threshold: 80 } },
        currentSpend: { amount: 0, unit: "USD" },
      });
      const eTag = made.eTag ?? "";
      expect(eTag).not.toBe("");
      await budgets(version).createOrUpdate(SCOPE, "monthly", { ...parameters, amount: 5, eTag });
      const stale = budgets(version).createOrUpdate(SCOPE, "monthly", { ...parameters, eTag });
      await expect(stale).rejects.toMatchObject({ statusCode: 409 });
      expect(await all(budgets(version).list(SCOPE))).toMatchObject([{ amount: 5 }]);
      await budgets(version).delete(SCOPE, "monthly");
      await expect(budgets(version).get(SCOPE, "monthly")).rejects.toMatchObject({ statusCode: 404 });
    },
  );

  test("ignore members that only Azure writes", async () => {
    const spent = { ...parameters, currentSpend: { amount: 99, unit: "EUR" } };
    const made = await budgets().createOrUpdate(SCOPE, "monthly", spent);
    expect(made.currentSpend).toMatchObject({ amount: 0, unit: "USD" });
  });

  test("are refused as Azure refuses them, with its error", async () => {
    const refused = budgets().createOrUpdate(SCOPE, "monthly", { ...parameters, amount: 0 });
    await expect(refused).rejects.toMatchObject({
      statusCode: 400,
      message: expect.stringContaining("Budget amount must be above zero"),
    });
  });
});

const monitor = (version?: string) => new MonitorClient(credential(), SUBSCRIPTION, options(version));

function actionGroupBody(more: object = {}) {
  const webhook = {
    name: "itsm",
    serviceUri: "https://hooks.fabrikam.example/azure",
    useCommonAlertSchema: true,
  };
  return {
    location: "global",
    groupShortName: "operations",
    enabled: true,
    emailReceivers: [{ name: "noc", emailAddress: "noc@fabrikam.example", useCommonAlertSchema: true }],
    webhookReceivers: [webhook],
    ...more,
  };
}

describe("Monitor", () => {
  beforeEach(async () => {
    await resources().resourceGroups.createOrUpdate(GROUP, { location: "westeurope" });
  });

  test.each(versionsOf("Microsoft.Insights/actionGroups"))(
    "has action groups by %s, whose receivers' status only Azure sets",
    async (version) => {
      const { actionGroups } = monitor(version);
      const body = actionGroupBody();
      const emails = body.emailReceivers.map((one) => ({ ...one, status: "Disabled" as const }));
      const made = await actionGroups.createOrUpdate(GROUP, "ag", { ...body, emailReceivers: emails });
      expect(made).toMatchObject({ name: "ag", location: "global", groupShortName: "operations" });
      expect(made.webhookReceivers).toMatchObject(body.webhookReceivers);
      expect(made.emailReceivers).toEqual([{ ...body.emailReceivers[0], status: "Enabled" }]);
      expect((await actionGroups.update(GROUP, "ag", { enabled: false })).enabled).toBe(false);
      expect(await all(actionGroups.listBySubscriptionId())).toMatchObject([{ name: "ag", enabled: false }]);
      await actionGroups.delete(GROUP, "ag");
      await expect(actionGroups.get(GROUP, "ag")).rejects.toMatchObject({ statusCode: 404 });
    },
  );

  test.each(versionsOf("Microsoft.Insights/activityLogAlerts"))(
    "has activity log alerts by %s",
    async (version) => {
      const { activityLogAlerts } = monitor(version);
      const allOf = [{ field: "category", equals: "ServiceHealth" }];
      const body = {
        location: "global",
        scopes: [SCOPE],
        condition: { allOf },
        actions: { actionGroups: [] },
      };
      const made = await activityLogAlerts.createOrUpdate(GROUP, "health", body);
      expect(made).toMatchObject({ name: "health", enabled: true, scopes: [SCOPE], condition: { allOf } });
      expect(await activityLogAlerts.get(GROUP, "health")).toEqual(made);
      expect(await all(activityLogAlerts.listByResourceGroup(GROUP))).toEqual([made]);
      expect((await activityLogAlerts.update(GROUP, "health", { enabled: false })).enabled).toBe(false);
    },
  );

  test("has diagnostic settings of a subscription", async () => {
    const { diagnosticSettings } = monitor();
    const workspaceId = `${SCOPE}/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces/log-soc`;
    const logs = [{ category: "Administrative", enabled: true }];
    await diagnosticSettings.createOrUpdate(SCOPE, "export", { workspaceId, logs });
    expect(await diagnosticSettings.get(SCOPE, "export")).toMatchObject({ name: "export", workspaceId });
    expect((await diagnosticSettings.list(SCOPE)).value).toMatchObject([{ name: "export" }]);
  });
});

const security = (version?: string) => new SecurityCenter(credential(), SUBSCRIPTION, options(version));

describe("Defender for Cloud", () => {
  test("has the contact in the SDK's shape of 2017, also of one that was written in the shape of 2023", async () => {
    const at = `${SCOPE}/providers/Microsoft.Security/securityContacts/default@2023-12-01-preview`;
    const notificationsByRole = { state: "On", roles: ["Owner"] };
    const notificationsSources = [
      { sourceType: "Alert", minimalSeverity: "Medium" },
      { sourceType: "AttackPath", minimalRiskLevel: "High" },
    ];
    const properties = {
      emails: "soc@fabrikam.example",
      isEnabled: true,
      notificationsByRole,
      notificationsSources,
    };
    expect((await client.arm(`PUT ${at}`, { body: { properties } })).status).toBeLessThan(300);
    const { securityContacts } = security();
    const old = { alertNotifications: "On", alertsToAdmins: "On" };
    expect(await securityContacts.get("default")).toMatchObject({ ...old, email: "soc@fabrikam.example" });
    await securityContacts.create("default", {
      email: "noc@fabrikam.example",
      alertNotifications: "On",
      alertsToAdmins: "Off",
    });
    expect(await all(securityContacts.list())).toMatchObject([{ email: "noc@fabrikam.example" }]);
    expect(await client.arm(`GET ${at}`)).toMatchObject({
      body: { properties: { emails: "noc@fabrikam.example", notificationsByRole: { state: "Off" } } },
    });
  });

  test.each(versionsOf("Microsoft.Security/pricings"))("has its plans by %s", async (version) => {
    const { value } = await security(version).pricings.list();
    expect(value.length).toBeGreaterThan(10);
    expect(value).toContainEqual(expect.objectContaining({ name: "VirtualMachines", pricingTier: "Free" }));
  });

  test("switches a plan on and ignores what only Azure writes", async () => {
    const { pricings } = security();
    const given = { pricingTier: "Standard", subPlan: "P2", freeTrialRemainingTime: "P30D" };
    const made = await pricings.update("VirtualMachines", given);
    expect(made).toMatchObject({ ...given, freeTrialRemainingTime: "PT0S" });
  });
});

describe("Cost Management", () => {
  test.each(versionsOf("Microsoft.CostManagement/scheduledActions"))(
    "has anomaly alerts by %s",
    async (version) => {
      const { scheduledActions } = new CostManagementClient(credential(), options(version));
      const { kind, properties } = anomaly();
      const schedule = {
        frequency: "Daily",
        startDate: new Date(properties.schedule.startDate),
        endDate: new Date(properties.schedule.endDate),
      };
      const { fileDestination: _, ...rest } = properties;
      const made = await scheduledActions.createOrUpdateByScope(SCOPE.slice(1), "daily", {
        kind,
        ...rest,
        schedule,
      });
      expect(made).toMatchObject({
        name: "daily",
        kind: "InsightAlert",
        status: "Enabled",
        scope: SCOPE.slice(1),
      });
      expect(made.schedule?.endDate).toEqual(new Date("2027-11-24T03:06:23Z"));
      expect(await all(scheduledActions.listByScope(SCOPE.slice(1)))).toMatchObject([{ name: "daily" }]);
      await scheduledActions.deleteByScope(SCOPE.slice(1), "daily");
      const gone = scheduledActions.getByScope(SCOPE.slice(1), "daily");
      await expect(gone).rejects.toMatchObject({ statusCode: 404 });
    },
  );
});

test("Resource Graph answers a query of the SDK", async () => {
  await resources().resourceGroups.createOrUpdate(GROUP, { location: "westeurope" });
  await monitor().actionGroups.createOrUpdate(GROUP, "ag", actionGroupBody());
  const graph = new ResourceGraphClient(credential(), {
    baseUri: client.sandbox.origin,
    agentSettings: {
      http: new Agent(),
      https: new Agent({ ca: client.sandbox.certificate }),
    },
  });
  const query = "resources | where type =~ 'microsoft.insights/actiongroups' | project name";
  const { data, totalRecords } = await graph.resources({ query, subscriptions: [SUBSCRIPTION] });
  expect([totalRecords, data]).toEqual([1, [{ name: "ag" }]]);
});
