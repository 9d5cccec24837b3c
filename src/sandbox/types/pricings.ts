import { ArmError, badRequest, shown } from "../arm/error.ts";
import type { ResourceType } from "../arm/resource-type.ts";
import { at, isList, type JsonMap, textAt } from "../json.ts";
import { formatInstant, requireOneOf } from "./common.ts";

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

const FREE: JsonMap = { properties: { pricingTier: "Free", freeTrialRemainingTime: "PT0S" } };

/**
 * Defender for Cloud's plans: every subscription has them all, as Free, and none can be deleted there.
 * https://learn.microsoft.com/rest/api/defenderforcloud/pricings
 */
export const pricings: ResourceType = {
  type: "Microsoft.Security/pricings",
  scope: "subscription",
  apiVersions: ["2022-03-01", "2023-01-01", "2024-01-01", "2025-10-01-preview"],
  builtIn: new Map(PLANS.map((plan) => [plan, FREE])),
  createdStatus: 200,
  deletable: false,
  paged: false,
  put({ body, existing, name, now }) {
    if (existing === undefined) {
      const message = `There is no plan ${shown(name)}; plans are ${PLANS.join(", ")}.`;
      throw new ArmError(404, "PricingNotFound", message);
    }
    const pricingTier = requireOneOf(["Free", "Standard"], body, "properties", "pricingTier");
    if (pricingTier === "Free") return FREE;
    const extensions = at(body, "properties", "extensions");
    if (extensions !== undefined && !isList(extensions))
      throw badRequest("'properties.extensions' must be a list.");
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
};
