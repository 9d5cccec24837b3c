import { anyOf, type Control, resourcesSeen } from "csp-baseline/controls";
import { attribute, joined, type ResourceMapper, read } from "csp-baseline/evidence";

const LOCKS = "Microsoft.Authorization/locks";

/**
 * Locks as Azure has them. The list of a subscription has those of its resource groups and resources too.
 * https://learn.microsoft.com/rest/api/resources/management-locks/list-at-subscription-level
 */
export const locks: ResourceMapper = {
  type: LOCKS,
  terraform: {
    azurerm_management_lock: (values) => {
      const name = attribute(values, "name");
      return {
        name,
        id: joined(attribute(values, "scope"), `/providers/${LOCKS}/`, name),
        properties: { level: attribute(values, "lock_level"), notes: attribute(values, "notes") },
      };
    },
  },
  azure: { apiVersion: "2020-05-01" },
};

export const resourceGroupLock: Control = {
  id: "resource-group-lock",
  title: "The alerts cannot be deleted by mistake",
  severity: "low",
  required: true,
  why: "Whoever tidies up a subscription does not know what the resource group of the alerts is good for.",
  judgedBy: ["A lock of level CanNotDelete or ReadOnly is on the baseline's resource group itself."],
  satisfies: [],
  cannotSatisfy: [],
  check: (evidence, { baseline }) => {
    const group = `/subscriptions/${evidence.subscriptionId}/resourceGroups/${baseline.resourceGroup}`;
    const missing = {
      message: "no lock keeps the alerts' resource group from being deleted",
      fix: "declare a ResourceGroupLock in main.ts",
    };
    return anyOf(
      missing,
      // Unknown where an audit may not read locks: that there is none would be no more than a guess.
      resourcesSeen(evidence, LOCKS).map((lock) => ({
        resource: lock,
        criteria: [
          () => {
            const id = read(lock).get("id").text() ?? "";
            const isHere = id.toLowerCase().startsWith(`${group}/providers/${LOCKS}/`.toLowerCase());
            return isHere ? undefined : missing;
          },
          () => {
            const level = read(lock).get("properties").get("level");
            if (["CanNotDelete", "ReadOnly"].includes(level.text() ?? "")) return undefined;
            return {
              message: "the lock does not keep from deleting",
              path: level.path,
              fix: "set its level",
            };
          },
        ],
        success: "a lock keeps the alerts' resource group",
      })),
    );
  },
};
