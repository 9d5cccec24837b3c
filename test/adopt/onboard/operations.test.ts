import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isPermitted } from "../../../src/adopt/onboard/operation.ts";
import {
  neededGroups,
  OPERATION_GROUPS,
  operationsOf,
  RESOURCE_PROVIDERS,
} from "../../../src/adopt/onboard/operations.ts";
import { READER, roleFor, rolesFor } from "../../../src/adopt/onboard/roles.ts";
import { JUDGED_TYPES } from "../../../src/evidence/arm/index.ts";
import { CONTOSO, fleetOf } from "../../support/fleet.ts";

const all = (purpose: "deployer" | "reader") => [
  ...new Set(OPERATION_GROUPS.flatMap((group) => operationsOf(group, purpose))),
];

describe("permissions", () => {
  const permits = (operation: string, actions: string[], notActions: string[] = []) =>
    isPermitted([{ actions, notActions }], operation);

  test.each([
    ["the same operation", "Microsoft.A/b/read", ["Microsoft.A/b/read"], true],
    ["another case", "Microsoft.A/B/read", ["microsoft.a/b/READ"], true],
    ["a star at the end", "Microsoft.A/b/c/write", ["Microsoft.A/*"], true],
    ["a star at the beginning", "Microsoft.A/b/read", ["*/read"], true],
    ["a star in the middle", "Microsoft.A/b/c/read", ["Microsoft.A/*/read"], true],
    ["only a star", "Microsoft.A/b/read", ["*"], true],
    ["two stars", "Microsoft.A/b/c/read", ["*.A/*/read"], true],
    ["only a beginning", "Microsoft.A/b/readAll", ["Microsoft.A/b/read"], false],
    ["an end that overlaps with the beginning", "ab", ["ab*b"], false],
    ["another operation", "Microsoft.A/b/write", ["*/read"], false],
    ["a dot that is not a letter", "MicrosoftXA/b/read", ["Microsoft.A/b/read"], false],
  ])("by %s", (_, operation, actions, expected) => {
    expect(permits(operation, actions)).toBe(expected);
  });

  test("exclude operations that the same permission removes, unless another grants them", () => {
    expect(permits("Microsoft.A/b/write", ["*"], ["*/write"])).toBe(false);
    const permissions = [
      { actions: ["*"], notActions: ["*/write"] },
      { actions: ["Microsoft.A/*"], notActions: [] },
    ];
    expect(isPermitted(permissions, "Microsoft.A/b/write")).toBe(true);
  });

  test("match a regular expression for all patterns", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b", "*"), maxLength: 8 });
    const text = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 8 });
    fc.assert(
      fc.property(letters, text, (pattern, operation) => {
        const expected = new RegExp(`^${pattern.replaceAll("*", ".*")}$`).test(operation);
        expect(permits(operation, [pattern])).toBe(expected);
      }),
    );
  });
});

describe("the roles", () => {
  test.each(["deployer", "reader"] as const)("of the %s give every operation of the table", (purpose) => {
    const roles = rolesFor(OPERATION_GROUPS, purpose);
    expect(all(purpose).filter((operation) => !isPermitted(roles, operation))).toEqual([]);
    expect(all(purpose).filter((operation) => roleFor(operation, purpose) === undefined)).toEqual([]);
  });

  test.each(["deployer", "reader"] as const)("of the %s are all needed", (purpose) => {
    const roles = rolesFor(OPERATION_GROUPS, purpose);
    for (const role of roles) {
      const others = roles.filter((other) => other !== role);
      expect(all(purpose).some((operation) => !isPermitted(others, operation))).toBe(true);
    }
  });

  test("of the deployer may register the resource providers that stacks need", () => {
    const roles = rolesFor(OPERATION_GROUPS, "deployer");
    const registering = RESOURCE_PROVIDERS.map((namespace) => `${namespace}/register/action`);
    expect(registering.filter((operation) => !isPermitted(roles, operation))).toEqual([]);
  });

  test("give neither rights over roles and locks, nor those of Owner and Contributor", () => {
    const roles = rolesFor(OPERATION_GROUPS, "deployer");
    for (const operation of [
      "Microsoft.Authorization/roleAssignments/write",
      "Microsoft.Authorization/roleDefinitions/write",
      "Microsoft.Authorization/locks/delete",
      "Microsoft.Compute/virtualMachines/write",
      "Microsoft.KeyVault/vaults/write",
    ]) {
      expect(isPermitted(roles, operation)).toBe(false);
    }
    const contributor = "b24988ac-6180-42a0-ab88-20f7382dd24c";
    const owner = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635";
    expect(roles.map(({ id }) => id)).not.toContain(contributor);
    expect(roles.map(({ id }) => id)).not.toContain(owner);
  });

  test("of the reader are read-only", () => {
    const writes = OPERATION_GROUPS.flatMap((group) => group.writes);
    expect(writes.filter((operation) => isPermitted([READER], operation))).toEqual([]);
  });

  test("include the keys of storage accounts only if the log is exported to one of the subscription", () => {
    const named = (text: string) =>
      rolesFor(neededGroups(fleetOf({ contoso: text }).subscriptions), "deployer").map(({ name }) => name);
    const plain = ["Security Admin", "Monitoring Policy Contributor", "Cost Management Contributor"];
    expect(named(CONTOSO)).toEqual(plain);
    const exporting = (subscription: string) =>
      `${CONTOSO}baseline: { activityLogExport: { storageAccountId: /subscriptions/${subscription}/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/logs } }\n`;
    expect(named(exporting("00000000-0000-0000-0000-000000000001"))).toEqual([
      ...plain,
      "Storage Account Key Operator Service Role",
    ]);
    expect(named(exporting("00000000-0000-0000-0000-000000000009"))).toEqual(plain);
  });
});

describe("the table", () => {
  test("reads every type that the controls judge", () => {
    const reads = new Set(all("reader").map((operation) => operation.toLowerCase()));
    expect(
      JUDGED_TYPES.map(({ type }) => `${type}/read`).filter((read) => !reads.has(read.toLowerCase())),
    ).toEqual([]);
  });

  test("has the parts of a subscription, without those switched off or excepted", () => {
    const excepted = `${CONTOSO}exceptions:
  - { control: budget, reason: "No costs arise there", approvedBy: bob@fabrikam.example, expires: 2027-03-31 }
`;
    const ids = (contoso: string) => neededGroups(fleetOf({ contoso }).subscriptions).map(({ id }) => id);
    expect(ids(CONTOSO)).toEqual([
      "subscription",
      "security-contact",
      "budget",
      "cost-anomaly-alert",
      "resource-group",
      "action-group",
      "activity-log-alerts",
    ]);
    expect(ids(excepted)).not.toContain("budget");
    const more = `${CONTOSO}baseline: { policyAssignments: true, defenderPlans: { KeyVaults: { tier: Standard } } }\n`;
    expect(ids(more)).toEqual(expect.arrayContaining(["policy-assignments", "defender-plans"]));
  });
});
