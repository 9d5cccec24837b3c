import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { ADMINISTRATIVE_OPERATIONS } from "../../constructs/administrative-operations.ts";
import { operationSlug } from "../../constructs/operation.ts";
import { CONTACTS, customerTenant, subscriptionId } from "./generated-fleet.ts";

/** Rows on a page of Resource Graph. */
const PAGE_ROWS = 1000;

/**
 * Writes Azure's answers for a generated fleet with its deployed baseline: pages of Resource Graph for action groups
 * and alerts, a list of ARM for every other type, and a list of the subscriptions. Names, times and eTags differ
 * between subscriptions, as in Azure.
 */
export function writeExports(folder: string, subscriptions: number): string[] {
  mkdirSync(folder, { recursive: true });
  const ids = Array.from({ length: subscriptions }, (_, index) => index);
  const files: string[] = [];
  const file = (name: string, parts: Iterable<string>) => {
    const path = join(folder, name);
    const descriptor = openSync(path, "w");
    for (const part of parts) writeSync(descriptor, part);
    closeSync(descriptor);
    files.push(path);
  };
  file("subscriptions.json", list(ids.map((index) => JSON.stringify(subscription(index)))));
  file("contacts.jsonl", lines(ids.map((index) => JSON.stringify(contact(index)))));
  file("budgets.json", list(ids.map((index) => JSON.stringify(budget(index)))));
  file("anomalies.json", list(ids.map((index) => JSON.stringify(anomaly(index)))));
  const rowsPerSubscription = graphRows(0).length;
  const perPage = Math.floor(PAGE_ROWS / rowsPerSubscription);
  const total = subscriptions * rowsPerSubscription;
  for (let first = 0; first < subscriptions; first += perPage) {
    const data = ids.slice(first, first + perPage).flatMap(graphRows);
    const last = first + perPage >= subscriptions;
    const page = {
      count: data.length,
      data,
      skip_token: last ? null : `page-${first}`,
      total_records: total,
    };
    file(`graph-${String(first).padStart(6, "0")}.json`, [JSON.stringify(page, undefined, 2)]);
  }
  return files;
}

function* list(items: readonly string[]): Generator<string> {
  yield '{"value":[';
  for (const [index, item] of items.entries()) yield index === 0 ? item : `,${item}`;
  yield "]}\n";
}

function* lines(items: readonly string[]): Generator<string> {
  for (const item of items) yield `${item}\n`;
}

function subscription(index: number) {
  const id = subscriptionId(index);
  return {
    id: `/subscriptions/${id}`,
    subscriptionId: id,
    tenantId: customerTenant(index),
    displayName: `Subscription ${index}`,
    state: "Enabled",
    managedByTenants: [],
  };
}

function scoped(index: number, type: string, name: string, more: object) {
  const id = `/subscriptions/${subscriptionId(index)}/providers/${type}/${name}`;
  return { id, name, type, etag: `"${index.toString(16)}00ab"`, ...more };
}

function contact(index: number) {
  return scoped(index, "Microsoft.Security/securityContacts", "default", {
    properties: {
      emails: CONTACTS.security,
      isEnabled: true,
      notificationsByRole: { state: "On", roles: ["Owner"] },
      notificationsSources: [
        { sourceType: "Alert", minimalSeverity: "Medium" },
        { sourceType: "AttackPath", minimalRiskLevel: "High" },
      ],
    },
  });
}

function budget(index: number) {
  const notification = (threshold: number, thresholdType: string) => ({
    enabled: true,
    operator: "GreaterThanOrEqualTo",
    threshold,
    thresholdType,
    contactEmails: [CONTACTS.billing],
    contactGroups: [],
    contactRoles: [],
  });
  return scoped(index, "Microsoft.Consumption/budgets", "csp-baseline-monthly", {
    properties: {
      amount: 1000,
      category: "Cost",
      timeGrain: "Monthly",
      timePeriod: { startDate: "2026-11-01T00:00:00Z", endDate: "2036-11-01T00:00:00Z" },
      currentSpend: { amount: index * 1.37, unit: "EUR" },
      notifications: {
        "Actual_GreaterThanOrEqualTo_50.000000_Percent": notification(50, "Actual"),
        "Actual_GreaterThanOrEqualTo_80.000000_Percent": notification(80, "Actual"),
        "Actual_GreaterThanOrEqualTo_100.000000_Percent": notification(100, "Actual"),
        "Forecasted_GreaterThanOrEqualTo_100.000000_Percent": notification(100, "Forecasted"),
      },
    },
  });
}

function anomaly(index: number) {
  const id = subscriptionId(index);
  const second = String(index % 60).padStart(2, "0");
  return scoped(index, "Microsoft.CostManagement/scheduledActions", "csp-baseline-cost-anomaly", {
    kind: "InsightAlert",
    properties: {
      displayName: "Daily cost anomaly",
      scope: `subscriptions/${id}`,
      status: "Enabled",
      notificationEmail: CONTACTS.billing,
      notification: { to: [CONTACTS.billing], subject: "Azure cost anomaly detected", message: "" },
      schedule: {
        frequency: "Daily",
        startDate: `2026-11-20T10:00:${second}Z`,
        endDate: `2027-11-20T10:00:${second}Z`,
      },
      viewId: `/subscriptions/${id}/providers/Microsoft.CostManagement/views/ms:DailyAnomalyByResourceGroup`,
    },
  });
}

function graphRows(index: number) {
  const scope = `/subscriptions/${subscriptionId(index)}`;
  const row = (type: string, name: string, properties: object) => ({
    id: `${scope}/resourceGroups/rg-csp-baseline/providers/${type}/${name}`,
    kind: "",
    location: "global",
    name,
    properties,
    resourceGroup: "rg-csp-baseline",
    subscriptionId: subscriptionId(index),
    tags: { "managed-by": "csp-baseline" },
    tenantId: customerTenant(index),
    type: type.toLowerCase(),
  });
  const actionGroups = [
    {
      actionGroupId: `${scope}/resourcegroups/rg-csp-baseline/providers/microsoft.insights/actiongroups/ag-csp-baseline`,
      webhookProperties: {},
    },
  ];
  const alert = (name: string, description: string, ...allOf: object[]) =>
    row("Microsoft.Insights/activityLogAlerts", name, {
      actions: { actionGroups },
      condition: { allOf },
      description,
      enabled: true,
      scopes: [scope],
    });
  const leaf = (field: string, equals: string) => ({ field, equals });
  const any = (field: string, ...values: string[]) => ({ anyOf: values.map((value) => leaf(field, value)) });
  return [
    row("Microsoft.Insights/actionGroups", "ag-csp-baseline", {
      enabled: true,
      groupShortName: "csp-baseline",
      emailReceivers: [
        {
          name: "noc",
          emailAddress: CONTACTS.operations,
          status: "Enabled",
          useCommonAlertSchema: true,
        },
      ],
      smsReceivers: [],
      webhookReceivers: [],
      armRoleReceivers: [],
    }),
    alert(
      "csp-baseline-service-health",
      "Service issues, planned maintenance, health and security advisories",
      leaf("category", "ServiceHealth"),
      any(
        "properties.incidentType",
        "Incident",
        "Maintenance",
        "Informational",
        "ActionRequired",
        "Security",
      ),
    ),
    alert(
      "csp-baseline-resource-health",
      "Resources that became degraded or unavailable",
      leaf("category", "ResourceHealth"),
      any("properties.currentHealthStatus", "Degraded", "Unavailable"),
    ),
    ...ADMINISTRATIVE_OPERATIONS.map((operation) =>
      alert(
        `csp-baseline-activity-${operationSlug(operation)}`,
        `Administrative operation ${operation}`,
        leaf("category", "Administrative"),
        leaf("operationName", operation),
      ),
    ),
  ];
}
