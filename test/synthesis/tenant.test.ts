import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Finding } from "../../src/findings/index.ts";
import type { Tenant } from "../../src/fleet/index.ts";
import { buildTenantStacks } from "../../src/synthesis/build-stacks.ts";
import { synthesizeFleet } from "../../src/synthesis/index.ts";
import type { SynthesizedStack } from "../../src/synthesis/synthesized-stack.ts";
import { judgeTenantStack } from "../../src/synthesis/tenant.ts";
import { CONTOSO, fleetOf, TODAY } from "../support/fleet.ts";
import { temporaryFolder } from "../support/stack.ts";

const TENANT = "22222222-2222-2222-2222-222222222222";
const HOME = "00000000-0000-0000-0000-000000000001";
const WORKSPACE = `/subscriptions/${HOME}/resourceGroups/rg-logs/providers/Microsoft.OperationalInsights/workspaces/logs`;
const ACCESS = "access: { model: customer-app, clientId: 33333333-3333-3333-3333-333333333333 }\n";
const fleet = fleetOf({
  contoso: `${CONTOSO}${ACCESS}tenantBaseline: { entraLogExport: { workspaceId: ${WORKSPACE} } }\n`,
});

function tenantOf(): Tenant {
  const [tenant] = fleet.tenants;
  if (tenant === undefined) throw new Error("no tenant");
  return tenant;
}

test("a tenant with a baseline has its own stack in the manifest and in the folder", () => {
  const outdir = temporaryFolder();
  const findings: Finding[] = [];
  const onSubscription = (_: unknown, found: readonly Finding[]) => void findings.push(...found);
  const { passed } = synthesizeFleet(fleet, { outdir, today: TODAY, onSubscription });
  expect(passed).toBe(true);
  const { stacks } = JSON.parse(readFileSync(join(outdir, "manifest.json"), "utf8"));
  expect(Object.keys(stacks).sort()).toEqual([...readdirSync(join(outdir, "stacks"))].sort());
  const file = join(outdir, "stacks", `tenant-${TENANT}`, "cdk.tf.json");
  expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({
    provider: { azurerm: [{ subscription_id: HOME, tenant_id: TENANT, client_id: expect.any(String) }] },
    resource: {
      azurerm_monitor_aad_diagnostic_setting: { entra_logs: { log_analytics_workspace_id: WORKSPACE } },
    },
    terraform: { backend: { local: { path: `../../../tfstate/${TENANT}/tenant.tfstate` } } },
  });
  expect(findings.filter(({ control }) => control === "entra-log-export")).toMatchObject([
    { status: "pass", subscriptionId: HOME, customer: "contoso", location: { line: expect.any(Number) } },
  ]);
});

test("the stacks of subscriptions have the same bytes with and without it", () => {
  const [before, after] = [temporaryFolder(), temporaryFolder()];
  synthesizeFleet(fleetOf({ contoso: CONTOSO + ACCESS }), { outdir: before, today: TODAY });
  synthesizeFleet(fleet, { outdir: after, today: TODAY, codeVersion: "1" });
  const text = (folder: string, id: string) =>
    readFileSync(join(folder, "stacks", id, "cdk.tf.json"), "utf8");
  for (const id of readdirSync(join(before, "stacks"))) expect(text(after, id)).toBe(text(before, id));
  expect(existsSync(join(before, "stacks", `tenant-${TENANT}`))).toBe(false);
});

test("it is written again when nothing else is built, and retired when it is disabled", () => {
  const outdir = temporaryFolder();
  const run = (of = fleet) => synthesizeFleet(of, { outdir, today: TODAY, codeVersion: "1" });
  run();
  expect(run()).toMatchObject({ passed: true, built: 0 });
  const stack = join(outdir, "stacks", `tenant-${TENANT}`);
  expect(readdirSync(stack)).toEqual(["cdk.tf.json"]);
  run(fleetOf({ contoso: CONTOSO + ACCESS }));
  expect(readdirSync(stack)).toEqual(["retired.json"]);
});

/** Returns the findings of the built stack with a change in its JSON. */
function judged(change: (json: Record<string, unknown>) => unknown) {
  const tenant = tenantOf();
  const built = buildTenantStacks(temporaryFolder(), tenant, fleet);
  if ("failure" in built) throw new Error(built.failure);
  const stacks = built.stacks.map((stack): SynthesizedStack => {
    const json = JSON.parse(stack.text);
    change(json);
    return { ...stack, json, text: JSON.stringify(json) };
  });
  return judgeTenantStack(fleet, tenant, { stacks })
    .filter(({ status }) => status !== "pass")
    .map(({ control, message, status }) => `${control} ${status}: ${message}`);
}

const TYPE = "azurerm_monitor_aad_diagnostic_setting";
const setting = (body: object) => (json: Record<string, unknown>) =>
  Object.assign(json, { resource: { [TYPE]: { entra_logs: { name: "logs", ...body } } } });
const LOGS = (tenantOf().entraLogExport?.categories ?? []).map((category) => ({ category }));
const whole = { log_analytics_workspace_id: WORKSPACE, enabled_log: LOGS };

test("only a complete export passes the gate", () => {
  expect(judged(setting(whole))).toEqual([]);
  expect(judged((json) => Object.assign(json, { resource: {} }))).toEqual([
    "entra-log-export fail: the audit and sign-in logs of the customer's Entra tenant are not exported",
  ]);
  expect(judged(setting({ ...whole, enabled_log: LOGS.slice(1) }))).toEqual([
    "entra-log-export fail: it does not export the log AuditLogs",
  ]);
  expect(judged(setting({ ...whole, log_analytics_workspace_id: `${WORKSPACE}2` }))).toEqual([
    "entra-log-export fail: it does not export to the fleet's workspaceId",
  ]);
  expect(judged(setting({ ...whole, log_analytics_workspace_id: "${var.logs}" }))).toMatchObject([
    expect.stringMatching(/^entra-log-export unknown/),
  ]);
});

test("rejects a stack with another target or with other resources", () => {
  const provider = (change: object) => (json: Record<string, unknown>) =>
    Object.assign(json, {
      provider: { azurerm: [{ features: [{}], subscription_id: HOME, tenant_id: TENANT, ...change }] },
    });
  expect(judged(provider({}))).toEqual([]);
  expect(judged(provider({ tenant_id: "11111111-1111-1111-1111-111111111111" }))).toEqual([
    "stack fail: the stack of the customer's tenant: provider azurerm signs in to another tenant than the fleet's access settings",
  ]);
  expect(judged(provider({ tenant_id: undefined }))).toEqual([
    "stack fail: the stack of the customer's tenant: provider azurerm does not set the tenant that it signs in to",
  ]);
  const elsewhere = judged(provider({ subscription_id: "00000000-0000-0000-0000-000000000002" }));
  expect(elsewhere[0]).toContain("points at another subscription");
  const foreign = (json: Record<string, unknown>) =>
    Object.assign(json, {
      resource: {
        [TYPE]: { entra_logs: { name: "logs", ...whole } },
        azurerm_role_assignment: { admin: {} },
      },
    });
  expect(judged(foreign)).toEqual([
    "stack fail: the stack of the customer's tenant: azurerm_role_assignment is not a resource of a tenant",
  ]);
  const shared = (json: Record<string, unknown>) =>
    Object.assign(json, { terraform: { backend: { local: { path: `tfstate/${HOME}.tfstate` } } } });
  expect(judged(shared)[0]).toContain(
    "the state's local.path is not the fleet's, so two stacks may share one state",
  );
});

const alertFleet = fleetOf({
  contoso: `${CONTOSO}${ACCESS}tenantBaseline: { serviceHealthAlert: {} }\n`,
});
const ALERT_ID = `/providers/Microsoft.Management/managementGroups/${TENANT}/providers/Microsoft.AlertsManagement/tenantActivityLogAlerts/csp-baseline-tenant-service-health`;

test("the tenant's Service Health alert is declared by azapi in a fleet of azurerm, and adopts an existing one", () => {
  const outdir = temporaryFolder();
  const findings: Finding[] = [];
  const onSubscription = (_: unknown, found: readonly Finding[]) => void findings.push(...found);
  expect(synthesizeFleet(alertFleet, { outdir, today: TODAY, onSubscription })).toMatchObject({
    passed: true,
  });
  const json = JSON.parse(readFileSync(join(outdir, "stacks", `tenant-${TENANT}`, "cdk.tf.json"), "utf8"));
  expect(json).toMatchObject({
    provider: {
      azurerm: [{ subscription_id: HOME, tenant_id: TENANT }],
      azapi: [{ subscription_id: HOME, tenant_id: TENANT, client_id: expect.any(String) }],
    },
    data: {
      azapi_resource_list: {
        existing_tenant_activity_log_alerts: {
          parent_id: `/providers/Microsoft.Management/managementGroups/${TENANT}`,
        },
      },
    },
    import: [{ to: "azapi_resource.service_health", for_each: expect.stringContaining(ALERT_ID) }],
    terraform: { required_version: ">= 1.7.0" },
  });
  expect(Object.keys(json.resource)).toEqual(["azapi_resource"]);
  expect(json.resource.azapi_resource.service_health.body.properties).toMatchObject({
    tenantScope: TENANT,
    actions: {
      actionGroups: [
        {
          actionGroupId: `/subscriptions/${HOME}/resourceGroups/rg-csp-baseline/providers/Microsoft.Insights/actionGroups/ag-csp-baseline`,
        },
      ],
    },
  });
  const ofTenant = findings.filter(
    ({ control }) => control.endsWith("service-health-alert") && control !== "service-health-alert",
  );
  expect(ofTenant).toMatchObject([
    {
      control: "tenant-service-health-alert",
      status: "pass",
      subscriptionId: HOME,
      location: { line: expect.any(Number) },
    },
  ]);
});

test("an alert that is switched off beside the export leaves the provider that removes it", () => {
  const providers = (more: string) => {
    const baseline = `{ entraLogExport: { workspaceId: ${WORKSPACE} }${more} }`;
    const outdir = temporaryFolder();
    const off = fleetOf({ contoso: `${CONTOSO}${ACCESS}tenantBaseline: ${baseline}\n` });
    expect(synthesizeFleet(off, { outdir, today: TODAY })).toMatchObject({ passed: true });
    const json = JSON.parse(readFileSync(join(outdir, "stacks", `tenant-${TENANT}`, "cdk.tf.json"), "utf8"));
    expect(Object.keys(json.resource)).toEqual([TYPE]);
    return Object.keys(json.provider).sort();
  };
  expect(providers(", serviceHealthAlert: false")).toEqual(["azapi", "azurerm"]);
  expect(providers("")).toEqual(["azurerm"]);
});

/** Returns the findings of the alert's stack with a change of the alert's block. */
function alertJudged(
  change: (alert: { body: { properties: Record<string, unknown> }; [name: string]: unknown }) => void,
) {
  const [tenant] = alertFleet.tenants;
  if (tenant === undefined) throw new Error("no tenant");
  const built = buildTenantStacks(temporaryFolder(), tenant, alertFleet);
  if ("failure" in built) throw new Error(built.failure);
  const stacks = built.stacks.map((stack): SynthesizedStack => {
    const json = JSON.parse(stack.text);
    change(json.resource.azapi_resource.service_health);
    return { ...stack, json, text: JSON.stringify(json) };
  });
  return judgeTenantStack(alertFleet, tenant, { stacks })
    .filter(({ status }) => status !== "pass")
    .map(({ control, message, status }) => `${control} ${status}: ${message}`);
}

test("only a whole alert of this tenant passes the gate", () => {
  expect(alertJudged(() => {})).toEqual([]);
  const fails = (message: string) => [`tenant-service-health-alert fail: ${message}`];
  expect(alertJudged(({ body }) => Object.assign(body.properties, { enabled: false }))).toEqual(
    fails("it is disabled"),
  );
  const other = "11111111-1111-1111-1111-111111111111";
  expect(alertJudged(({ body }) => Object.assign(body.properties, { tenantScope: other }))).toEqual(
    fails("its tenantScope is not the customer's tenant"),
  );
  const condition = (...more: object[]) => ({
    allOf: [{ field: "Category", equals: "ServiceHealth" }, ...more],
  });
  const events = { field: "properties.incidentType", equals: "Incident" };
  expect(alertJudged(({ body }) => Object.assign(body.properties, { condition: condition() }))).toEqual([]);
  expect(alertJudged(({ body }) => Object.assign(body.properties, { condition: condition(events) }))).toEqual(
    fails("it is filtered by properties.incidentType"),
  );
  expect(
    alertJudged(({ body }) => Object.assign(body.properties, { actions: { actionGroups: [] } })),
  ).toEqual([
    expect.stringMatching(/^tenant-service-health-alert fail: it does not notify the fleet's action group/),
  ]);
  const scopes = [`/subscriptions/${HOME}`];
  expect(alertJudged(({ body }) => Object.assign(body.properties, { scopes }))).toEqual([
    expect.stringMatching(/^tenant-service-health-alert unknown: .* is limited to scopes/),
  ]);
  expect(alertJudged(({ body }) => Object.assign(body.properties, { muted: true })).join()).toMatch(
    /service_health does not count: .*muted/,
  );
  expect(
    alertJudged((alert) => Object.assign(alert, { type: "Microsoft.Insights/privateLinkScopes@2021-09-01" })),
  ).toEqual(
    expect.arrayContaining([
      "stack fail: the stack of the customer's tenant: azapi_resource is not a resource of a tenant",
      ...fails("no Service Health alert watches the customer's Entra tenant"),
    ]),
  );
});
