import { expect, test } from "vitest";
import { renderReview } from "../../src/output/index.ts";
import { fleetFor, guid, type Json, NOW, planFile, reviewPlans } from "../support/plan.ts";

const TENANT = "22222222-2222-2222-2222-222222222222";
const NAME = `tenant-${TENANT}.json`;
const TYPE = "azurerm_monitor_aad_diagnostic_setting";
const WORKSPACE = `/subscriptions/${guid(9)}/resourceGroups/rg-logs/providers/Microsoft.OperationalInsights/workspaces/logs`;
const ASKED = `access: { model: customer-app }
tenantBaseline: { entraLogExport: { workspaceId: ${WORKSPACE}, categories: [AuditLogs, SignInLogs, RiskyUsers] } }
`;
const fleet = fleetFor([guid(1), guid(2)], { more: ASKED });

function setting(categories: readonly string[], workspace = WORKSPACE) {
  return {
    id: "/providers/Microsoft.AADIAM/diagnosticSettings/csp-baseline-entra-logs",
    name: "csp-baseline-entra-logs",
    log_analytics_workspace_id: workspace,
    enabled_log: categories.map((category) => ({ category })),
  };
}

const WHOLE = setting(["AuditLogs", "SignInLogs", "RiskyUsers"]);

/** Returns a plan of a tenant's stack in Terraform's JSON. */
function planOf(actions: readonly string[], before: object | null, after: object | null, more: object = {}) {
  const resource = { address: `${TYPE}.entra_logs`, mode: "managed", type: TYPE, name: "entra_logs" };
  const provider = "registry.terraform.io/hashicorp/azurerm";
  return {
    format_version: "1.2",
    terraform_version: "1.9.0",
    resource_changes: [
      { ...resource, provider_name: provider, change: { actions, before, after, after_unknown: {} } },
    ],
    configuration: {
      provider_config: {
        azurerm: {
          name: "azurerm",
          full_name: provider,
          expressions: {
            subscription_id: { constant_value: guid(1) },
            tenant_id: { constant_value: TENANT },
          },
        },
      },
      root_module: { resources: [{ ...resource, provider_config_key: "azurerm", expressions: {} }] },
    },
    errored: false,
    ...more,
  };
}

const review = (plan: Json, of = fleet, name = NAME) => reviewPlans(of, [planFile(plan, name)]);
const controlOf = (result: ReturnType<typeof review>, control = "entra-log-export") =>
  result.subscriptions.flatMap(({ findings }) => findings.filter((finding) => finding.control === control));

test("judges a tenant without a plan by its stack, once, with the customer's first subscription", () => {
  const result = reviewPlans(fleet, []);
  expect(controlOf(result)).toMatchObject([{ status: "pass", subscriptionId: guid(1), customer: "contoso" }]);
  expect(result).toMatchObject({ complete: true, summary: { subscriptions: 2, covered: 2, fail: 0 } });
  expect(controlOf(reviewPlans(fleetFor([guid(1)]), []))).toEqual([]);
});

test("a tenant's plan does not affect the judgement of subscriptions", () => {
  const result = review(planOf(["create"], null, WHOLE));
  expect(result.problems).toEqual([]);
  expect(result.summary).toMatchObject({ fail: 0, unknown: 0, covered: 2 });
  expect(result.subscriptions[0]).toMatchObject({
    coverage: { state: "reviewed" },
    changes: [{ address: `${TYPE}.entra_logs`, actions: ["create"], baseline: true }],
  });
});

test("reports the loss of the export as a warning and a failure", () => {
  const result = review(planOf(["delete"], WHOLE, null));
  expect(result.subscriptions[0]?.changes[0]?.warnings).toEqual(["deletes the export of Entra's logs"]);
  expect(controlOf(result)).toMatchObject([{ status: "fail" }]);
  expect(result.controls.find(({ control }) => control === "entra-log-export")).toMatchObject({
    fail: 1,
    worse: 1,
  });
  for (const format of ["markdown", "github", "json", "sarif", "junit"] as const)
    expect(renderReview(result, format, { fleet, now: NOW })).toContain("entra-log-export");
});

test("reports each category and destination that the export loses", () => {
  const less = setting(["AuditLogs", "SignInLogs"], `${WORKSPACE}2`);
  const result = review(planOf(["update"], WHOLE, less));
  expect(result.subscriptions[0]?.changes[0]?.warnings).toEqual([
    "drops the category RiskyUsers from the export of Entra's logs",
    "no longer exports Entra's logs to logs",
  ]);
  expect(controlOf(result)[0]?.message).toContain("it does not export the log RiskyUsers");
});

test("a plan with an uncertain result or a missing plan leaves the tenant not reviewed", () => {
  const errored = review(planOf(["create"], null, WHOLE, { errored: true }));
  const other = planOf(["create"], null, WHOLE);
  other.configuration.provider_config.azurerm.expressions.subscription_id.constant_value = guid(2);
  const expected = reviewPlans(fleet, [], { expected: [`tenant-${TENANT}`] });
  for (const result of [errored, review(other), review("{"), expected]) {
    expect(result.complete).toBe(false);
    expect(controlOf(result)).toMatchObject([{ status: "unknown" }]);
    expect(controlOf(result, "budget").map(({ status }) => status)).toContain("pass");
  }
});

test("the plan of a tenant without required controls is a retirement or a problem", () => {
  const off = fleetFor([guid(1)], { more: "access: { model: customer-app }\n" });
  const destroys = planOf(["delete"], WHOLE, null);
  expect(review(destroys, off)).toMatchObject({ problems: [{ kind: "unknown-subscription" }], retired: [] });
  const retired = { ...destroys, variables: { csp_baseline_retire: { value: "destroy" } } };
  expect(review(retired, off)).toMatchObject({
    problems: [],
    retired: [{ subscriptionId: `tenant-${TENANT}`, destroys: 1 }],
  });
});

const GROUP = `/subscriptions/${guid(1)}/resourceGroups/rg-csp-baseline/providers/Microsoft.Insights/actionGroups/ag-csp-baseline`;
const alertFleet = fleetFor([guid(1), guid(2)], {
  more: "access: { model: customer-app }\ntenantBaseline: { serviceHealthAlert: {} }\n",
});
const WATCH = { field: "category", equals: "ServiceHealth" };

/** The tenant's alert in a plan of azapi, with other properties. */
function alertOf(properties: object = {}) {
  const parent = `/providers/Microsoft.Management/managementGroups/${TENANT}`;
  return {
    id: `${parent}/providers/Microsoft.AlertsManagement/tenantActivityLogAlerts/csp-baseline-tenant-service-health`,
    type: "Microsoft.AlertsManagement/tenantActivityLogAlerts@2023-04-01-preview",
    parent_id: parent,
    name: "csp-baseline-tenant-service-health",
    location: "global",
    body: {
      properties: {
        tenantScope: TENANT,
        enabled: true,
        description: "d",
        condition: { allOf: [WATCH] },
        actions: { actionGroups: [{ actionGroupId: GROUP }] },
        ...properties,
      },
    },
  };
}

function alertPlan(actions: readonly string[], before: object | null, after: object | null) {
  const text = JSON.stringify(planOf(actions, before, after))
    .replaceAll("registry.terraform.io/hashicorp/azurerm", "registry.terraform.io/azure/azapi")
    .replaceAll("azurerm_monitor_aad_diagnostic_setting", "azapi_resource")
    .replaceAll("entra_logs", "service_health")
    .replaceAll('"azurerm"', '"azapi"');
  return JSON.parse(text);
}

const reviewAlert = (...plan: Parameters<typeof alertPlan>) => {
  const result = review(alertPlan(...plan), alertFleet);
  return {
    findings: controlOf(result, "tenant-service-health-alert").map(
      ({ message, status }) => `${status}: ${message}`,
    ),
    warnings: result.subscriptions[0]?.changes[0]?.warnings ?? [],
    result,
  };
};

test("a created alert of a tenant passes", () => {
  const { findings, result, warnings } = reviewAlert(["create"], null, alertOf());
  expect(result.problems).toEqual([]);
  expect(findings).toEqual([expect.stringMatching(/^pass: /)]);
  expect(warnings).toEqual([]);
  expect(result.subscriptions[0]?.changes).toMatchObject([{ baseline: true }]);
  // The other tenant control is not switched on.
  expect(controlOf(result)).toEqual([]);
});

test("a deleted, disabled or weakened alert of a tenant is a warning and a failure", () => {
  const gone = reviewAlert(["delete"], alertOf(), null);
  expect(gone.warnings).toEqual(["deletes the tenant's Service Health alert"]);
  expect(gone.findings).toEqual(["fail: no Service Health alert watches the customer's Entra tenant"]);
  expect(gone.result.controls.find(({ control }) => control === "tenant-service-health-alert")).toMatchObject(
    {
      fail: 1,
      worse: 1,
    },
  );
  const changed = (properties: object) => reviewAlert(["update"], alertOf(), alertOf(properties));
  const disabled = changed({ enabled: false });
  expect(disabled.warnings).toEqual(["disables the alert"]);
  expect(disabled.findings).toEqual(["fail: it is disabled"]);
  const narrowed = changed({
    condition: { allOf: [WATCH, { field: "properties.incidentType", equals: "Incident" }] },
  });
  expect(narrowed.warnings).toEqual(["narrows the alert by properties.incidentType"]);
  expect(narrowed.findings).toEqual(["fail: it is filtered by properties.incidentType"]);
  const muted = changed({ actions: { actionGroups: [] } });
  expect(muted.warnings).toEqual(["drops the action group ag-csp-baseline from the alert"]);
  expect(muted.findings).toEqual([
    expect.stringMatching(/^fail: it does not notify the fleet's action group/),
  ]);
  const moved = changed({ tenantScope: guid(9) });
  expect(moved.warnings).toEqual([`no longer watches the tenant ${TENANT}`]);
  expect(moved.findings).toEqual(["fail: its tenantScope is not the customer's tenant"]);
  const scoped = changed({ scopes: [`/subscriptions/${guid(1)}`] });
  expect(scoped.warnings).toEqual(["narrows the alert to scopes"]);
  expect(scoped.findings).toEqual([expect.stringMatching(/^unknown: .* is limited to scopes/)]);
});

test("a tenant's alert that is switched off in the fleet is still a warning when its plan deletes it", () => {
  const result = review(alertPlan(["delete"], alertOf(), null), fleet);
  expect(result.subscriptions[0]?.changes[0]?.warnings).toEqual([
    "deletes the tenant's Service Health alert",
  ]);
  expect(controlOf(result, "tenant-service-health-alert")).toEqual([]);
});
