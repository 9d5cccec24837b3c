import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { App } from "#engine";
import { neededGroups, OPERATION_GROUPS, operationsOf } from "../../../src/adopt/onboard/operations.ts";
import { parseResourcePath } from "../../../src/sandbox/arm/resource-path.ts";
import { SubscriptionStack } from "../../../stacks/index.ts";
import { auditIn, sandboxWith } from "../../audit/support/sandbox.ts";
import { fleetOf, PARTNER } from "../../support/fleet.ts";
import { temporaryFolder } from "../../support/stack.ts";

/*
 * Compares the table of operations with recorded requests of the providers, the stacks' resources, and the audit.
 */

const FLEET = fleetOf({
  partner: PARTNER.replace(
    "baseline:",
    `baseline:
  activityLogExport: { workspaceId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces/logs }
  defenderPlans: { KeyVaults: { tier: Standard } }
  policyAssignments: true`,
  ),
});
const allowed = new Set(
  OPERATION_GROUPS.flatMap((group) => operationsOf(group, "deployer")).map((one) => one.toLowerCase()),
);
const VERBS: Readonly<Record<string, string>> = { PUT: "write", PATCH: "write", DELETE: "delete" };

/** Returns the operation that ARM checks for a request; undefined for requests without one. */
function operationOf(method: string, path: string): string | undefined {
  const verb = VERBS[method] ?? "read";
  if (/^\/subscriptions(\/[^/]+)?$/i.test(path)) return `Microsoft.Resources/subscriptions/${verb}`;
  if (/^\/subscriptions\/[^/]+\/providers$/i.test(path)) {
    return `Microsoft.Resources/subscriptions/providers/${verb}`;
  }
  const type = parseResourcePath(path)?.type;
  if (type === "Microsoft.Resources/resourceGroups") {
    return `Microsoft.Resources/subscriptions/resourceGroups/${verb}`;
  }
  return type === undefined ? undefined : `${type}/${verb}`;
}

const missing = (operations: readonly (string | undefined)[]) =>
  [...new Set(operations)].filter((one) => one !== undefined && !allowed.has(one.toLowerCase()));

test("every recorded request of the real providers is in the table", () => {
  const file = new URL("../../fixtures/arm-traffic.jsonl", import.meta.url);
  const operations = readFileSync(file, "utf8")
    .trimEnd()
    .split("\n")
    .map((line): { method: string; path: string } => JSON.parse(line))
    .map(({ method, path }) => operationOf(method, path));
  expect(new Set(operations).size).toBeGreaterThan(10);
  expect(missing(operations)).toEqual([]);
});

test("every type that a stack adopts can be listed, created and changed", () => {
  const app = new App({ outdir: temporaryFolder(), stackTraces: false });
  const [subscription] = FLEET.subscriptions;
  if (subscription === undefined) throw new Error("no subscription");
  const { adoptables } = new SubscriptionStack(app, { fleet: FLEET, subscription }).baseline;
  const types = adoptables.map(({ listType }) =>
    listType.replace(/@.*/, "").replace("Resources/resourceGroups", "Resources/subscriptions/resourceGroups"),
  );
  expect(new Set(types).size).toBe(9);
  expect(missing(types.flatMap((type) => [`${type}/read`, `${type}/write`]))).toEqual([]);
  // Also checked by the parts of this subscription, not only by those of another one.
  const own = new Set(
    neededGroups([subscription])
      .flatMap((group) => operationsOf(group, "deployer"))
      .map((one) => one.toLowerCase()),
  );
  expect(types.filter((type) => !own.has(`${type}/write`.toLowerCase()))).toEqual([]);
});

test("every request of the audit to ARM is in the table, as a read operation", async () => {
  const known = FLEET.subscriptions.map(({ customer, id, name }) => ({
    id,
    displayName: name,
    tenantId: customer.tenantId,
    managedByTenantId: FLEET.partner.tenantId,
  }));
  const sandbox = await sandboxWith(FLEET, known);
  await auditIn(sandbox, FLEET, ["arm"]);
  const sent = sandbox.requests().filter(({ path }) => /^\/subscriptions/i.test(path));
  expect(sent.length).toBeGreaterThan(10);
  expect(sent.filter(({ method }) => method !== "GET")).toEqual([]);
  expect(missing(sent.map(({ method, path }) => operationOf(method, path)))).toEqual([]);
});
