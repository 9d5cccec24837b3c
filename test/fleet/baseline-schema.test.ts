import { describe, expect, test } from "vitest";
import { baselineProblems, customerWithBaseline, loaded } from "./fleet-folder.ts";

/** Returns the merged baseline of a customer with these lines. */
function baselineOf(lines: string) {
  const { fleet } = loaded({ "customers/contoso.yaml": customerWithBaseline(lines) });
  const baseline = fleet.subscriptions[0]?.baseline;
  if (baseline === undefined) throw new Error("no subscription");
  return baseline;
}

const webhook = (uri: string) =>
  `contacts: { operations: { webhooks: [{ name: a, uri: ${JSON.stringify(uri)} }] } }`;

describe("rejected, with position, path and value:", () => {
  test.each([
    ["an unknown key", "locaton: westeurope", '5:3 baseline.locaton: unknown key. Did you mean "location"?'],
    [
      "a merge key",
      "<<: { location: x }",
      `5:3 baseline["<<"]: unknown key. YAML's merge keys are not supported: maps merge from partner to customer to subscription.`,
    ],
    ["a list where a map belongs", "contacts: [a]", "5:3 baseline.contacts: must be a map (found a list)"],
    [
      "a map where a list belongs",
      "budget:\n  actual: { a: 1 }",
      "6:5 baseline.budget.actual: must be a list (found a map)",
    ],
    [
      "a text where a list belongs",
      "contacts: { billing: { emails: a@fabrikam.example } }",
      '5:26 baseline.contacts.billing.emails: must be a list (found "a@fabrikam.example"). Write it as a list: ["a@fabrikam.example"].',
    ],
    [
      "a key without a value",
      "serviceHealth:",
      "5:3 baseline.serviceHealth: must be a map (found nothing). Write {} or leave the key out.",
    ],
    [
      "a region's display name",
      "location: West Europe",
      `5:3 baseline.location: must be an Azure region's short name (found "West Europe"). Did you mean "westeurope"?`,
    ],
    [
      "a resource group that ends with a period",
      'resourceGroup: "rg."',
      '5:3 baseline.resourceGroup: must not end with a period (found "rg.")',
    ],
    [
      "a resource group with a slash",
      "resourceGroup: rg/x",
      '5:3 baseline.resourceGroup: must be made of letters, digits, and _ - . ( ) (found "rg/x")',
    ],
    [
      "a resource group of 91 characters",
      `resourceGroup: ${"r".repeat(91)}`,
      "5:3 baseline.resourceGroup: must be between 1 and 90 characters long, got 91",
    ],
    [
      "settings where none are allowed",
      "serviceHealth: { regions: [x] }",
      "5:20 baseline.serviceHealth.regions: unknown key. Valid keys: extra.",
    ],
    [
      "yes for true",
      "policyAssignments: yes",
      '5:3 baseline.policyAssignments: must be true or false (found "yes")',
    ],
    [
      "a setting in the wrong case",
      "securityContact: { alertSeverity: medium }",
      '5:22 baseline.securityContact.alertSeverity: must be one of Low, Medium, High (found "medium"). Did you mean "Medium"?',
    ],
    [
      "an unknown role",
      "securityContact: { notifyRoles: [Ownr] }",
      '5:36 baseline.securityContact.notifyRoles[0]: must be one of Owner, Contributor, ServiceAdmin, AccountAdmin (found "Ownr"). Did you mean "Owner"?',
    ],
    [
      "a role listed twice",
      "securityContact: { notifyRoles: [Owner, Owner] }",
      '5:43 baseline.securityContact.notifyRoles[1]: must not be listed twice (found "Owner")',
    ],
    [
      "true for an optional part",
      "activityLogExport: true",
      "5:3 baseline.activityLogExport: must be a map or false (found true)",
    ],
    [
      "an invalid operation",
      "activityLogAlerts: { extraOperations: [delete] }",
      '5:42 baseline.activityLogAlerts.extraOperations[0]: must be an operation such as Microsoft.KeyVault/vaults/delete (found "delete")',
    ],
  ])("%s", (_, lines, problem) => {
    expect(baselineProblems(lines)).toEqual([problem]);
  });
});

describe("a required part that is switched off", () => {
  test.each([
    ["contacts", "security-contact"],
    ["securityContact", "security-contact"],
    ["budget", "budget"],
    ["costAnomaly", "cost-anomaly-alert"],
    ["serviceHealth", "service-health-alert"],
    ["resourceHealth", "resource-health-alert"],
    ["activityLogAlerts", "activity-log-alerts"],
  ])("%s: false is refused, and the message suggests an exception", (part, control) => {
    expect(baselineProblems(`${part}: false`)).toEqual([
      `5:3 baseline.${part}: is required and cannot be switched off (found false). Where a subscription cannot have it, add an exception for the control ${control} to the customer's file.`,
    ]);
  });

  test("also a group of contacts", () => {
    expect(baselineProblems("contacts: { operations: false }")[0]).toContain(
      "exception for the control action-group",
    );
  });
});

describe("the budget", () => {
  test.each([
    ["amount: 0", "5:13 baseline.budget.amount: must be at least 1 (found 0)"],
    ["amount: .inf", "5:13 baseline.budget.amount: must be a number (found Infinity)"],
    [
      'amount: "1000"',
      '5:13 baseline.budget.amount: must be a number (found "1000"). Write 1000, without quotes.',
    ],
    [
      "currency: euro",
      '5:13 baseline.budget.currency: must be an ISO 4217 currency code such as EUR (found "euro")',
    ],
    [
      "startMonth: 2026-13",
      '5:13 baseline.budget.startMonth: must be a month written YYYY-MM (found "2026-13")',
    ],
    [
      "startMonth: 2026-12-01",
      '5:13 baseline.budget.startMonth: must be a month written YYYY-MM (found "2026-12-01")',
    ],
    [
      "startMonth: 2017-05",
      '5:13 baseline.budget.startMonth: must be 2017-06 or later (found "2017-05"). Azure has no budgets before that.',
    ],
    ["actual: []", "5:13 baseline.budget.actual: must not be empty"],
    ["forecasted: []", "5:13 baseline.budget.forecasted: must not be empty"],
    ["actual: [50, 80, 50]", "5:30 baseline.budget.actual[2]: must not be listed twice (found 50)"],
    ["actual: [50.5]", "5:22 baseline.budget.actual[0]: must be a whole number (found 50.5)"],
    ["actual: [0]", "5:22 baseline.budget.actual[0]: must be at least 1 (found 0)"],
    ["actual: [1001]", "5:22 baseline.budget.actual[0]: must be at most 1000 (found 1001)"],
  ])("refuses %s", (line, problem) => {
    expect(baselineProblems(`budget: { ${line} }`)).toEqual([problem]);
  });

  test("begins in June 2017 at the earliest", () => {
    expect(baselineOf("budget: { startMonth: 2017-06 }").budget.startMonth).toBe("2017-06");
  });
});

describe("tags", () => {
  test.each([
    ['"a<b": x', '5:11 baseline.tags["a<b"]: must be a tag name without < > % & \\ ? /'],
    [
      "a: 5",
      "5:11 baseline.tags.a: must be text (found 5). Put it in quotes: without quotes YAML reads a number.",
    ],
    [
      "a: true",
      "5:11 baseline.tags.a: must be text (found true). Put it in quotes: without quotes YAML reads true or false.",
    ],
    ['"": x', '5:11 baseline.tags[""]: must be between 1 and 512 characters long, got 0'],
    [
      'a: "${x}"',
      '5:11 baseline.tags.a: must not contain ${ or %{ (found "${x}"). Terraform would evaluate it.',
    ],
    [
      'a: "%{x}"',
      '5:11 baseline.tags.a: must not contain ${ or %{ (found "%{x}"). Terraform would evaluate it.',
    ],
    [`a: ${"x".repeat(257)}`, "5:11 baseline.tags.a: must be between 0 and 256 characters long, got 257"],
  ])("refuse %s", (tag, problem) => {
    expect(baselineProblems(`tags: { ${tag} }`)).toEqual([problem]);
  });

  test("may be named like members that every object has", () => {
    expect(baselineOf("tags: { constructor: a, toString: b }").tags).toEqual({
      "managed-by": "csp-baseline",
      constructor: "a",
      toString: "b",
    });
  });
});

describe("webhooks", () => {
  test.each([
    [
      "http://hooks.fabrikam.example/x?sig=SECRET",
      'must begin with https:// (found "http://hooks.fabrikam.example/..."). Alerts name customers and resources.',
    ],
    [
      "https://user:pw@hooks.fabrikam.example",
      'must not contain a user name or password (found "https://hooks.fabrikam.example"). It would be readable in the repository.',
    ],
    [
      "https://hooks.fabrikam.example/${path}",
      'must be a URL without white space, quotes and braces (found "https://hooks.fabrikam.example/...")',
    ],
    [
      "hooks.fabrikam.example",
      'must be a URL without white space, quotes and braces (found "hooks.fabrikam.example")',
    ],
    [
      "https://hooks.fabrikam.example/a b",
      'must be a URL without white space, quotes and braces (found "https://hooks.fabrikam.example/...")',
    ],
  ])("refuse %s without showing its secrets", (uri, problem) => {
    expect(baselineProblems(webhook(uri))).toEqual([
      `5:51 baseline.contacts.operations.webhooks[0].uri: ${problem}`,
    ]);
  });

  test("have names that are unique, and there are at most ten", () => {
    const hooks = (names: string[]) =>
      `contacts: { operations: { webhooks: [${names.map((name) => `{ name: ${name}, uri: "https://x.example" }`).join(", ")}] } }`;
    expect(baselineProblems(hooks(["a", "A"]))[0]).toContain(
      'webhooks[1].name: must not be listed twice (found "A")',
    );
    expect(baselineProblems(hooks([..."abcdefghijk"]))[0]).toContain("must have at most 10 webhooks");
  });
});

describe("resource ids", () => {
  const workspace =
    "/subscriptions/00000000-0000-0000-0000-00000000000A/resourcegroups/rg-Logs/providers/microsoft.operationalinsights/Workspaces/log-1";

  test("are converted to the provider's casing", () => {
    expect(baselineOf(`activityLogExport: { workspaceId: ${workspace} }`).activityLogExport).toEqual({
      workspaceId:
        "/subscriptions/00000000-0000-0000-0000-00000000000a/resourceGroups/rg-Logs/providers/Microsoft.OperationalInsights/workspaces/log-1",
    });
  });

  test.each([
    "log-1",
    workspace.replace("Workspaces", "tables"),
    `${workspace}/x`,
    "/subscriptions/x",
    workspace.replace("log-1", "l"),
  ])("refuse %s", (id) => {
    expect(baselineProblems(`activityLogExport: { workspaceId: "${id}" }`)[0]).toContain(
      "5:24 baseline.activityLogExport.workspaceId: must be the resource id of a Microsoft.OperationalInsights workspaces resource",
    );
  });

  test("of a storage account have its naming rules", () => {
    const account = workspace.replace(
      "microsoft.operationalinsights/Workspaces/log-1",
      "Microsoft.Storage/storageAccounts/stlogs",
    );
    expect(baselineProblems(`activityLogExport: { storageAccountId: ${account} }`)).toEqual([]);
    expect(baselineProblems(`activityLogExport: { storageAccountId: ${account}-x }`)).toHaveLength(1);
  });
});

describe("Defender plans", () => {
  test("are those of azurerm", () => {
    expect(baselineProblems("defenderPlans: { VirtualMachine: { tier: Standard } }")).toEqual([
      '5:20 baseline.defenderPlans.VirtualMachine: unknown key. Did you mean "VirtualMachines"?',
    ]);
  });

  test("have a tier, and a subplan only for Standard", () => {
    expect(
      baselineProblems("defenderPlans: { Arm: { subplan: P1 }, Dns: { tier: Free, subplan: P1 } }"),
    ).toEqual([
      "5:20 baseline.defenderPlans.Arm.tier: is required: Free or Standard",
      '5:61 baseline.defenderPlans.Dns.subplan: must not be given for tier Free (found "P1")',
    ]);
  });
});
