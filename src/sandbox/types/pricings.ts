import { ArmError, badRequest, shown } from "../arm/error.ts";
import type { ResourceType } from "../arm/resource-type.ts";
import { at, isList, isMap, type Json, type JsonMap, mapAt, textAt } from "../json.ts";
import { formatInstant, requireOneOf, requireText } from "./common.ts";

const PLANS = [
  "VirtualMachines",
  "SqlServers",
  "AppServices",
  "StorageAccounts",
  "SqlServerVirtualMachines",
  "KubernetesService",
  "ContainerRegistry",
  "KeyVaults",
  "Dns",
  "Arm",
  "OpenSourceRelationalDatabases",
  "Containers",
  "CosmosDbs",
  "CloudPosture",
  "Api",
  "AI",
];

/** The version that has neither extensions nor the time at which a plan was switched on. A write by it keeps extensions. */
const WITHOUT_EXTENSIONS = "2022-03-01";

const FREE: JsonMap = { properties: { pricingTier: "Free", freeTrialRemainingTime: "PT0S" } };

/**
 * Defender for Cloud's plans. Every subscription has all of them, as Free, and none can be deleted.
 * https://learn.microsoft.com/rest/api/defenderforcloud/pricings; what versions have: azure-rest-api-specs, Microsoft.Security
 * pricings 2022-03-01 and 2024-01-01
 */
export const pricings: ResourceType = {
  type: "Microsoft.Security/pricings",
  scope: "subscription",
  apiVersions: ["2022-03-01", "2023-01-01", "2024-01-01", "2025-10-01-preview"],
  builtIn: new Map(PLANS.map((plan) => [plan, FREE])),
  createdStatus: 200,
  deletable: false,
  paged: false,
  put({ apiVersion, body, existing, name, now }) {
    if (existing === undefined) {
      const message = `There is no plan ${shown(name)}; plans are ${PLANS.join(", ")}.`;
      throw new ArmError(404, "PricingNotFound", message);
    }
    const pricingTier = requireOneOf(["Free", "Standard"], body, "properties", "pricingTier");
    if (pricingTier === "Free") return FREE;
    const given = apiVersion === WITHOUT_EXTENSIONS ? existing.content : body;
    const extensions = at(given, "properties", "extensions");
    if (extensions !== undefined) checkExtensions(extensions);
    const subPlan = textAt(body, "properties", "subPlan");
    const enablementTime = at(existing.content, "properties", "enablementTime") ?? formatInstant(now);
    return {
      properties: {
        pricingTier,
        freeTrialRemainingTime: "PT0S",
        enablementTime,
        ...(subPlan === undefined ? {} : { subPlan }),
        ...(extensions === undefined ? {} : { extensions }),
      },
    };
  },
  show: (content, { apiVersion }) => {
    const { enablementTime, extensions, ...common } = mapAt(content, "properties");
    if (apiVersion === WITHOUT_EXTENSIONS) return { ...content, properties: common };
    const coverage = common["pricingTier"] === "Standard" ? "FullyCovered" : "NotCovered";
    return {
      ...content,
      properties: {
        ...common,
        ...(enablementTime === undefined ? {} : { enablementTime }),
        ...(extensions === undefined ? {} : { extensions }),
        ...(apiVersion < "2024" ? {} : { resourcesCoverageStatus: coverage }),
      },
    };
  },
};

/** Source: azure-rest-api-specs, Microsoft.Security pricings 2024-01-01; azurerm 4.55.0 documents the answer 500. */
function checkExtensions(extensions: Json): void {
  if (!isList(extensions) || !extensions.every(isMap))
    throw badRequest("'properties.extensions' must be a list.");
  for (const extension of extensions) {
    const name = requireText(extension, "name");
    const isEnabled = requireOneOf(["True", "False"], extension, "isEnabled");
    if (isEnabled === "True" || extension["additionalExtensionProperties"] == null) continue;
    const message = `AdditionalProperties of Extension '${name}' can't be updated while the extension is disabled (IsEnabled = False)`;
    throw new ArmError(500, "InternalServerError", message);
  }
}
