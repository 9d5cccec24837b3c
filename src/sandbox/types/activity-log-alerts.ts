import { ArmError, badRequest, shown } from "../arm/error.ts";
import type { ResourceType } from "../arm/resource-type.ts";
import { at, isList, isMap, type JsonMap, listAt, mapAt, member, textAt } from "../json.ts";
import { checkName, patchTagsAndEnabled, requireText, tagsOf } from "./common.ts";

const LOCATIONS = ["global", "westeurope", "northeurope", "eastus2euap"];
const MAX_ACTION_GROUPS = 5;
/**
 * The limit of a subscription, which cannot be raised. https://learn.microsoft.com/azure/azure-monitor/service-limits
 */
const MAX_ALERTS = 100;

/** https://learn.microsoft.com/rest/api/monitor/activity-log-alerts */
export const activityLogAlerts: ResourceType = {
  type: "Microsoft.Insights/activityLogAlerts",
  scope: "resourceGroup",
  apiVersions: ["2017-04-01", "2020-10-01", "2023-01-01-preview", "2026-01-01"],
  put({ body, existing, name, siblings }) {
    checkName(
      name,
      /^[^:<>+/&%\\?|]{1,260}(?<![ .])$/,
      "1 to 260 characters, none of :<>+/&%\\?|, no space or period at the end",
    );
    const location = requireText(body, "location");
    if (!LOCATIONS.includes(location.toLowerCase().replaceAll(" ", ""))) {
      throw badRequest(
        `The location ${shown(location)} is not available for activity log alerts.`,
        "LocationNotAvailableForResourceType",
      );
    }
    checkScopes(body);
    const groups = listAt(body, "properties", "actions", "actionGroups");
    if (groups.length > MAX_ACTION_GROUPS)
      throw badRequest(`An alert rule has at most ${MAX_ACTION_GROUPS} action groups.`);
    if (existing === undefined && siblings.length >= MAX_ALERTS) {
      throw new ArmError(
        409,
        "QuotaExceeded",
        `A subscription has at most ${MAX_ALERTS} activity log alerts.`,
      );
    }
    const { description, enabled, scopes } = mapAt(body, "properties");
    return {
      location,
      tags: tagsOf(body),
      properties: {
        scopes: scopes ?? [],
        condition: { allOf: conditions(body) },
        actions: { actionGroups: groups },
        enabled: typeof enabled === "boolean" ? enabled : true,
        description: description ?? "",
      },
    };
  },
  patch: patchTagsAndEnabled,
  // azure-rest-api-specs, Microsoft.Insights 2020-10-01, ActivityLogAlertRule_CreateOrUpdateRuleWithAnyOfCondition.json
  shownId: (id) => id.replace("/Microsoft.Insights/", "/microsoft.insights/"),
  shownType: "Microsoft.Insights/ActivityLogAlerts",
};

function checkScopes(body: JsonMap): void {
  const scopes = at(body, "properties", "scopes");
  if (isList(scopes) && scopes.length === 1 && typeof scopes[0] === "string") return;
  // https://github.com/hashicorp/terraform-provider-azurerm/issues/21353
  throw badRequest(`The rule scope must contain only one item; found ${shown(scopes)}.`);
}

function conditions(body: JsonMap): readonly JsonMap[] {
  const allOf = at(body, "properties", "condition", "allOf");
  if (!isList(allOf) || allOf.length === 0 || !allOf.every(isMap)) {
    throw badRequest("'properties.condition.allOf' must have at least one condition.");
  }
  if (!allOf.some((condition) => textAt(condition, "field")?.toLowerCase() === "category")) {
    throw badRequest("'properties.condition.allOf' must have a condition on the field 'category'.");
  }
  return allOf.map(asShown);
}

/** Adds the `odata.type` of null that Azure returns in every condition. */
function asShown(condition: JsonMap): JsonMap {
  const anyOf = member(condition, "anyOf");
  const nested = isList(anyOf)
    ? { anyOf: anyOf.map((inner) => (isMap(inner) ? asShown(inner) : inner)) }
    : {};
  return { ...condition, ...nested, "odata.type": null };
}
