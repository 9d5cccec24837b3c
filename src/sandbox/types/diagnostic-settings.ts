import { ArmError, badRequest, shown } from "../arm/error.ts";
import type { ResourceType, StoredResource } from "../arm/resource-type.ts";
import { type JsonMap, listAt, mapAt, textAt } from "../json.ts";
import { checkName } from "./common.ts";

const CATEGORIES = [
  "Administrative",
  "Security",
  "ServiceHealth",
  "Alert",
  "Recommendation",
  "Policy",
  "Autoscale",
  "ResourceHealth",
];
const DESTINATIONS = [
  "workspaceId",
  "storageAccountId",
  "eventHubAuthorizationRuleId",
  "marketplacePartnerId",
];
const MAX_SETTINGS = 5;

/**
 * Diagnostic settings of a subscription, which export its activity log.
 * https://learn.microsoft.com/azure/azure-monitor/platform/diagnostic-settings
 */
export const diagnosticSettings: ResourceType = {
  type: "Microsoft.Insights/diagnosticSettings",
  scope: "subscription",
  apiVersions: ["2017-05-01-preview", "2021-05-01-preview"],
  createdStatus: 200,
  paged: false,
  put({ body, existing, name, siblings }) {
    checkName(name, /^[^\s:<>+/&%\\?|]{1,260}$/, "1 to 260 characters, none of :<>+/&%\\?| and no space");
    const properties = mapAt(body, "properties");
    if (DESTINATIONS.every((destination) => textAt(properties, destination) === undefined)) {
      throw badRequest(`At least one data sink needs to be specified: ${DESTINATIONS.join(", ")}.`);
    }
    const enabled = enabledCategories(properties);
    if (enabled.length === 0) throw badRequest("At least one log category must be enabled.");
    if (existing === undefined && siblings.length >= MAX_SETTINGS) {
      throw new ArmError(409, "Conflict", `A subscription has at most ${MAX_SETTINGS} diagnostic settings.`);
    }
    for (const other of siblings) checkNoConflict(properties, enabled, other);
    return { properties: { ...properties, metrics: properties["metrics"] ?? [] } };
  },
  // azure-rest-api-specs, Microsoft.Insights 2021-05-01-preview, createOrUpdateSubscriptionDiagnosticSetting.json
  shownId: (id) => id.slice(1).replace("/Microsoft.Insights/", "/AzureResourceManager/"),
  shownType: null,
};

function enabledCategories(properties: JsonMap): readonly string[] {
  const logs = listAt(properties, "logs").map((log) => mapAt(log));
  for (const log of logs) {
    const category = textAt(log, "category");
    if (category !== undefined && !CATEGORIES.includes(category)) {
      throw badRequest(`Category ${shown(category)} is not supported.`);
    }
  }
  return logs
    .filter((log) => log["enabled"] === true)
    .flatMap(
      (log) => textAt(log, "category") ?? (textAt(log, "categoryGroup") === undefined ? [] : CATEGORIES),
    );
}

/** Checks that a category is sent to a destination only once. */
function checkNoConflict(properties: JsonMap, enabled: readonly string[], other: StoredResource): void {
  const theirs = mapAt(other.content, "properties");
  const sink = DESTINATIONS.find((destination) => {
    const id = textAt(properties, destination);
    return id !== undefined && id.toLowerCase() === textAt(theirs, destination)?.toLowerCase();
  });
  const category = enabledCategories(theirs).find((theirCategory) => enabled.includes(theirCategory));
  if (sink === undefined || category === undefined) return;
  throw new ArmError(
    409,
    "Conflict",
    `Data sink '${textAt(properties, sink)}' is already used in diagnostic setting '${other.name}' for category '${category}'. Data sinks can't be reused in different settings on the same category for the same resource.`,
  );
}
