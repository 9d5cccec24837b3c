/**
 * The peer: an app that uses only CDK for Terraform. It declares the same resources as csp-baseline's stack of one
 * subscription, with the provider's classes in the stock App, from a list of ids that it need not parse.
 *
 * Usage: node plain-app.js COUNT OUTDIR
 */

import type { Construct } from "constructs";
import {
  App,
  AzurermCostAnomalyAlert,
  AzurermProvider,
  ConsumptionBudgetSubscription,
  LocalBackend,
  MonitorActionGroup,
  MonitorActivityLogAlert,
  ResourceGroup,
  TerraformStack,
} from "#engine";
import { ADMINISTRATIVE_OPERATIONS } from "../../constructs/administrative-operations.ts";
import { RENEWING_MESSAGE } from "../../constructs/cost-anomaly-alert.ts";
import { operationSlug } from "../../constructs/operation.ts";
import { AzapiProvider, AzapiResource, DataAzapiResourceList } from "../../src/engine/azapi.ts";
import { CONTACTS, customerTenant, PARTNER_TENANT, subscriptionId } from "./generated-fleet.ts";

const TAGS = { "managed-by": "csp-baseline" };
const TYPES = {
  contact: "Microsoft.Security/securityContacts@2023-12-01-preview",
  budget: "Microsoft.Consumption/budgets@2023-05-01",
  anomaly: "Microsoft.CostManagement/scheduledActions@2023-08-01",
  group: "Microsoft.Resources/resourceGroups@2024-03-01",
  actionGroup: "Microsoft.Insights/actionGroups@2023-01-01",
  alert: "Microsoft.Insights/activityLogAlerts@2020-10-01",
};

class PlainStack extends TerraformStack {
  constructor(scope: Construct, id: string, tenant: string) {
    super(scope, id);
    const subscription = `/subscriptions/${id}`;
    new LocalBackend(this, { path: `../../../tfstate/${tenant}/${id}.tfstate` });
    const identity = { subscriptionId: id, tenantId: PARTNER_TENANT };
    new AzurermProvider(this, "azurerm", {
      ...identity,
      features: [{}],
      resourceProviderRegistrations: "none",
    });
    new AzapiProvider(this, "azapi", { ...identity, skipProviderRegistration: true });

    new AzapiResource(this, "security-contact", {
      type: TYPES.contact,
      name: "default",
      parentId: subscription,
      body: {
        properties: {
          emails: CONTACTS.security,
          isEnabled: true,
          notificationsByRole: { roles: ["Owner"], state: "On" },
          notificationsSources: [
            { sourceType: "Alert", minimalSeverity: "Medium" },
            { sourceType: "AttackPath", minimalRiskLevel: "High" },
          ],
        },
      },
    });
    new ConsumptionBudgetSubscription(this, "budget", {
      name: "csp-baseline-monthly",
      subscriptionId: subscription,
      amount: 1000,
      timeGrain: "Monthly",
      timePeriod: { startDate: "2026-12-01T00:00:00Z" },
      notification: [50, 80, 100, -100].map((threshold) => ({
        thresholdType: threshold < 0 ? "Forecasted" : "Actual",
        threshold: Math.abs(threshold),
        operator: "GreaterThanOrEqualTo",
        contactEmails: [CONTACTS.billing],
      })),
    });
    new AzurermCostAnomalyAlert(this, "cost-anomaly", {
      name: "csp-baseline-cost-anomaly",
      displayName: "Daily cost anomaly",
      subscriptionId: subscription,
      emailAddresses: [CONTACTS.billing],
      emailSubject: "Azure cost anomaly detected",
      notificationEmail: CONTACTS.billing,
      message: RENEWING_MESSAGE,
    });
    const group = new ResourceGroup(this, "resource-group", {
      name: "rg-csp-baseline",
      location: "westeurope",
      tags: TAGS,
    });
    const actionGroup = new MonitorActionGroup(this, "action-group", {
      name: "ag-csp-baseline",
      resourceGroupName: group.name,
      shortName: "csp-baseline",
      emailReceiver: [
        { name: "noc-at-fabrikam.example", emailAddress: CONTACTS.operations, useCommonAlertSchema: true },
      ],
      tags: TAGS,
    });
    const alert = (name: string, description: string, criteria: object) =>
      new MonitorActivityLogAlert(this, name, {
        name: `csp-baseline-${name}`,
        description,
        resourceGroupName: group.name,
        location: "global",
        scopes: [subscription],
        criteria: { category: "Administrative", ...criteria },
        action: [{ actionGroupId: actionGroup.id }],
        tags: TAGS,
      });
    alert(
      "service-health",
      "Azure Service Health: incidents, maintenance and advisories for this subscription",
      {
        category: "ServiceHealth",
        serviceHealth: { events: ["Incident", "Maintenance", "Informational", "ActionRequired", "Security"] },
      },
    );
    alert(
      "resource-health",
      "Azure Resource Health: a resource is degraded or unavailable through the platform",
      {
        category: "ResourceHealth",
        resourceHealth: { current: ["Degraded", "Unavailable"], reason: ["PlatformInitiated", "Unknown"] },
      },
    );
    const operations = ADMINISTRATIVE_OPERATIONS.map((operation) => {
      const slug = `activity-${operationSlug(operation)}`;
      alert(slug, `Administrative operation ${operation}`, { operationName: operation });
      return slug;
    });
    this.#adopt(subscription, ["service-health", "resource-health", ...operations]);
  }

  #adopt(subscription: string, alerts: readonly string[]): void {
    const group = `${subscription}/resourceGroups/rg-csp-baseline`;
    const insights = `${group}/providers/Microsoft.Insights`;
    const providers = `${subscription}/providers/Microsoft`;
    const anomaly = `${providers}.CostManagement/scheduledActions/csp-baseline-cost-anomaly`;
    const list = (name: string, type: string) =>
      new DataAzapiResourceList(this, `existing-${name}`, {
        type,
        parentId: subscription,
        responseExportValues: { ids: "value[].id" },
      }).friendlyUniqueId;
    const imports = [
      [
        "contacts",
        TYPES.contact,
        "azapi_resource.security-contact",
        `${providers}.Security/securityContacts/default`,
      ],
      [
        "budgets",
        TYPES.budget,
        "azurerm_consumption_budget_subscription.budget",
        `${providers}.Consumption/budgets/csp-baseline-monthly`,
      ],
      ["actions", TYPES.anomaly, "azurerm_cost_anomaly_alert.cost-anomaly", anomaly],
      ["groups", TYPES.group, "azurerm_resource_group.resource-group", group],
      [
        "action-groups",
        TYPES.actionGroup,
        "azurerm_monitor_action_group.action-group",
        `${insights}/actionGroups/ag-csp-baseline`,
      ],
    ].map(([name = "", type = "", to, id = ""]) => ({ existing: list(name, type), to, id }));
    const existing = list("alerts", TYPES.alert);
    for (const name of alerts) {
      const to = `azurerm_monitor_activity_log_alert.${name}`;
      imports.push({ existing, to, id: `${insights}/activityLogAlerts/csp-baseline-${name}` });
    }
    this.addOverride(
      "import",
      imports.map(({ existing, id, to }) => ({
        for_each: `\${toset([for id in compact(flatten([data.azapi_resource_list.${existing}.output.ids])) : "${id}" if trimprefix(lower(id), "/") == "${id.toLowerCase().slice(1)}"])}`,
        to,
        id: "${each.value}",
      })),
    );
  }
}

const [count = "0", outdir = "cdktf.out"] = process.argv.slice(2);
const app = new App({ outdir, stackTraces: false });
for (let index = 0; index < Number(count); index += 1) {
  new PlainStack(app, subscriptionId(index), customerTenant(index));
}
app.synth();
