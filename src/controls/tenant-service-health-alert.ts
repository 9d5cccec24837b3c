import { type ArmResource, type Evidence, read, sameName } from "../evidence/index.ts";
import { listed, quote } from "../text/wording.ts";
import { ACTION_GROUPS } from "./action-groups.ts";
import { AlertConditions } from "./alert-conditions.ts";
import { filterName } from "./alert-coverage.ts";
import { comparableId, switchedOn, textEquals } from "./arm.ts";
import { findCertain, OutOfSightError, resourcesSeen, someCertain } from "./cannot-tell.ts";
import { anyOf, type Criterion } from "./criteria.ts";
import { label } from "./label.ts";
import { hasWorkingReceiver } from "./receivers.ts";
import type { TenantControl } from "./tenant-control.ts";

/** Alerts on events of a tenant, stored in one of its management groups. */
export const TENANT_ALERTS = "Microsoft.AlertsManagement/tenantActivityLogAlerts";

export const tenantServiceHealthAlert: TenantControl = {
  id: "tenant-service-health-alert",
  setting: "serviceHealthAlert",
  inAzure: true,
  title: "Azure's incidents of the whole Entra tenant reach the partner",
  severity: "medium",
  required: false,
  why:
    "Azure reports events of a whole tenant, such as an outage of sign-ins, only to alerts of the tenant: the alert of " +
    "a subscription never receives them.",
  judgedBy: [
    "One enabled `Microsoft.AlertsManagement/tenantActivityLogAlerts` has the customer's tenant as `tenantScope` and the category ServiceHealth.",
    "An alert with any other condition (event types, regions, services) is filtered and does not count. One with `scopes` gives unknown: Microsoft does not document which events of a tenant are below them.",
    "It notifies the action group of the fleet: `actionGroupId`, or the one in the baseline of the customer's first subscription.",
    "In Azure, that action group exists, is enabled and has a working receiver. Stack and plan of the tenant do not contain it: there, the control `action-group` of its subscription judges it.",
    "The audit reads the alerts of the management group that the fleet names. Where it may not read them, the finding is unknown.",
  ],
  satisfies: [],
  cannotSatisfy: [],
  check: (evidence, { customer, serviceHealthAlert }) =>
    anyOf(
      {
        message: "no Service Health alert watches the customer's Entra tenant",
        fix: "declare the alert in the tenant's stack, and deploy it with an identity of the tenant",
      },
      resourcesSeen(evidence, TENANT_ALERTS).map((alert) => ({
        resource: alert,
        criteria: [
          enabled(alert),
          scoped(alert, customer.tenantId),
          watches(alert),
          notifies(evidence, alert, (serviceHealthAlert || undefined)?.actionGroupId ?? ""),
        ],
        success: `${label(alert)} watches the whole tenant`,
      })),
    ),
};

function enabled(alert: ArmResource): Criterion {
  return () =>
    switchedOn(read(alert).get("properties").get("enabled"))
      ? undefined
      : { message: "it is disabled", path: "properties.enabled", fix: "enable the alert" };
}

function scoped(alert: ArmResource, tenantId: string): Criterion {
  return () => {
    const properties = read(alert).get("properties");
    const tenantScope = properties.get("tenantScope");
    if (!textEquals(tenantScope, tenantId)) {
      const message = "its tenantScope is not the customer's tenant";
      return { message, path: tenantScope.path, fix: `set its tenantScope to ${tenantId}` };
    }
    if (properties.get("scopes").texts().length > 0)
      throw new OutOfSightError(
        `${label(alert)} is limited to scopes, which may exclude events of the tenant`,
      );
    return undefined;
  };
}

function watches(alert: ArmResource): Criterion {
  return () => {
    const path = "properties.condition";
    const conditions = new AlertConditions(alert);
    if (!conditions.names("category", "ServiceHealth"))
      return { message: "it does not watch the category ServiceHealth", path, fix: "watch ServiceHealth" };
    const filters = conditions.fields.filter((field) => !sameName(field, "category"));
    if (filters.length === 0) return undefined;
    return {
      message: `it is filtered by ${listed(filters.map(filterName))}`,
      path,
      fix: "remove the filter",
    };
  };
}

function notifies(evidence: Evidence, alert: ArmResource, wanted: string): Criterion {
  return () => {
    const groups = read(alert).get("properties").get("actions").get("actionGroups");
    const at = { path: groups.path, fix: `notify the action group ${wanted}` };
    const isNotified = someCertain(
      groups.items(),
      (group) => comparableId(group.get("actionGroupId").text() ?? "") === comparableId(wanted),
    );
    if (!isNotified)
      return { ...at, message: `it does not notify the fleet's action group ${quote(wanted)}` };
    if (evidence.source !== "azure") return undefined;
    const group = findCertain(
      resourcesSeen(evidence, ACTION_GROUPS),
      (one) => comparableId(read(one).get("id").text() ?? "") === comparableId(wanted),
    );
    if (group === undefined)
      return { ...at, message: "its action group does not exist", fix: `create the action group ${wanted}` };
    if (hasWorkingReceiver(group)) return undefined;
    const fix = `enable the action group ${wanted} and give it a receiver`;
    return { ...at, message: "its action group has no working receiver", fix };
  };
}
