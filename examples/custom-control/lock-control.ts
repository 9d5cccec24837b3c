import { anyOf, type Control, resourcesSeen } from "csp-baseline/controls";
import { attribute, Cursor, joined, type ResourceMapper, read } from "csp-baseline/evidence";
import type { Baseline } from "csp-baseline/inventory";

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

const ID = "resource-group-lock";

/** The fleet's setting: `custom: { resource-group-lock: { level: ReadOnly } }` in a baseline, or else CanNotDelete. */
export function lockLevel({ custom }: Baseline): "CanNotDelete" | "ReadOnly" {
  return new Cursor(custom[ID]).get("level").text() === "ReadOnly" ? "ReadOnly" : "CanNotDelete";
}

export const resourceGroupLock: Control = {
  id: ID,
  title: "The alerts cannot be deleted by mistake",
  severity: "low",
  required: true,
  why: "A person who cleans up a subscription may not know the purpose of the alerts' resource group.",
  judgedBy: ["A lock of the fleet's level, or the stricter one, is on the baseline's resource group itself."],
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
            const wanted = lockLevel(baseline);
            if ([wanted, "ReadOnly"].includes(level.text() ?? "")) return undefined;
            return {
              message: `the lock is weaker than ${wanted}`,
              path: level.path,
              parameter: ["custom", ID, "level"],
              fix: "set its level",
            };
          },
        ],
        success: "a lock keeps the alerts' resource group",
      })),
    );
  },
};
