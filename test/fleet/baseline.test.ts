import { describe, expect, test } from "vitest";
import { formatProblem } from "../../src/fleet/index.ts";
import {
  baselineProblems,
  CUSTOMER,
  customerWithBaseline,
  load,
  loaded,
  PARTNER,
  problemsOf,
} from "./fleet-folder.ts";

function merged(partnerLines: string, customerLines = "") {
  const partner = PARTNER + partnerLines.replace(/^(?=.)/gm, "  ");
  const customer = customerLines === "" ? CUSTOMER : customerWithBaseline(customerLines);
  const { fleet } = loaded({ "partner.yaml": partner, "customers/contoso.yaml": customer });
  const baseline = fleet.subscriptions[0]?.baseline;
  if (baseline === undefined) throw new Error("no subscription");
  return baseline;
}

describe("the defaults", () => {
  test("fill in all values that do not depend on the partner", () => {
    expect(merged("")).toEqual({
      location: "westeurope",
      resourceGroup: "rg-csp-baseline",
      tags: { "managed-by": "csp-baseline" },
      contacts: {
        security: { emails: ["soc@fabrikam.example"] },
        billing: { emails: ["finops@fabrikam.example"] },
        operations: { emails: ["noc@fabrikam.example"], webhooks: [] },
      },
      securityContact: {
        api: "azapi",
        alertSeverity: "Medium",
        attackPathRisk: "High",
        notifyRoles: ["Owner"],
      },
      budget: { amount: 1000, startMonth: "2026-12", actual: [50, 80, 100], forecasted: [100] },
      costAnomaly: {},
      serviceHealth: {},
      resourceHealth: {},
      activityLogAlerts: { extraOperations: [] },
      activityLogExport: false,
      defenderPlans: false,
      policyAssignments: false,
      packs: [],
      custom: {},
    });
  });

  test("are overridden member by member", () => {
    const baseline = merged("tags: { team: soc }\nsecurityContact: { alertSeverity: Low }");
    expect(baseline.tags).toEqual({ "managed-by": "csp-baseline", team: "soc" });
    expect(baseline.securityContact).toMatchObject({ alertSeverity: "Low", attackPathRisk: "High" });
  });
});

describe("activityLogAlerts.delegations", () => {
  const WRITE = "Microsoft.ManagedServices/registrationAssignments/write";
  const DELETE = "Microsoft.ManagedServices/registrationAssignments/delete";
  const operations = (partner: string, customer = "") => merged(partner, customer).activityLogAlerts;

  test("adds both operations of a delegation to those of the fleet", () => {
    expect(operations("activityLogAlerts: { delegations: true, extraOperations: [A.B/c/write] }")).toEqual({
      extraOperations: ["A.B/c/write", WRITE, DELETE],
    });
  });

  test("adds no operation twice, whatever its case", () => {
    const own = WRITE.toLowerCase();
    expect(operations(`activityLogAlerts: { delegations: true, extraOperations: [${own}] }`)).toEqual({
      extraOperations: [own, DELETE],
    });
  });

  test("is switched on and off by a customer", () => {
    const on = "activityLogAlerts: { delegations: true }";
    const off = "activityLogAlerts: { delegations: false }";
    expect(operations(on, off)).toEqual({ extraOperations: [] });
    expect(operations(off, on)).toEqual({ extraOperations: [WRITE, DELETE] });
    expect(operations(on, "activityLogAlerts: { extraOperations: [A.B/c/write] }")).toEqual({
      extraOperations: ["A.B/c/write", WRITE, DELETE],
    });
  });

  test("is true or false", () => {
    expect(
      problemsOf({
        "partner.yaml": `${PARTNER}  activityLogAlerts: { delegations: soon }\n`,
        "customers/contoso.yaml": CUSTOMER,
      }),
    ).toEqual([expect.stringMatching(/activityLogAlerts\.delegations: must be true or false/)]);
  });
});

describe("false switches off", () => {
  const plans =
    "defenderPlans: { VirtualMachines: { tier: Standard, subplan: P2 }, Arm: { tier: Standard } }";

  test("an optional part", () => {
    expect(merged(plans, "defenderPlans: false").defenderPlans).toBe(false);
  });

  test("one plan", () => {
    expect(merged(plans, "defenderPlans: { VirtualMachines: false }").defenderPlans).toEqual({
      Arm: { tier: "Standard" },
    });
  });

  test("the last plan, and with it the part", () => {
    expect(
      merged("defenderPlans: { Arm: { tier: Standard } }", "defenderPlans: { Arm: false }").defenderPlans,
    ).toBe(false);
  });

  test("an inherited phone number", () => {
    const phone = 'contacts: { security: { phone: "+14255550100" } }';
    const partner = PARTNER.replace("security: {", 'security: { phone: "+14255550100",');
    const result = loaded({
      "partner.yaml": partner,
      "customers/contoso.yaml": customerWithBaseline("contacts: { security: { phone: false } }"),
    });
    expect(result.fleet.subscriptions[0]?.baseline.contacts.security).toEqual({
      emails: ["soc@fabrikam.example"],
    });
    expect(merged("", phone).contacts.security.phone).toBe("+14255550100");
  });
});

test("a plan set to Free loses the subplan that it inherited", () => {
  const baseline = merged(
    "defenderPlans: { VirtualMachines: { tier: Standard, subplan: P2 } }",
    "defenderPlans: { VirtualMachines: { tier: Free } }",
  );
  expect(baseline.defenderPlans).toEqual({ VirtualMachines: { tier: "Free" } });
});

describe("a value that no layer sets", () => {
  test("is reported once, at the partner's baseline, for any number of subscriptions", () => {
    const more =
      CUSTOMER + CUSTOMER.split("\n").slice(4).join("\n").replace("000001", "000002").replace("prod", "test");
    expect(
      problemsOf({ "partner.yaml": PARTNER.replace(/^ {2}budget.*\n/m, ""), "customers/contoso.yaml": more }),
    ).toEqual(["partner.yaml:5:1 baseline.budget.amount: is required, and no layer sets it"]);
  });

  test("is reported at the nearest existing part", () => {
    expect(problemsOf({ "partner.yaml": PARTNER.replace("emails: [soc@fabrikam.example]", "") })).toEqual([
      "partner.yaml:8:5 baseline.contacts.security.emails: is required, and no layer sets it",
    ]);
  });

  test("may be set by the customers only", () => {
    const result = load({
      "partner.yaml": PARTNER.replace("  location: westeurope\n", ""),
      "customers/contoso.yaml": customerWithBaseline("location: northeurope"),
    });
    expect(result.ok).toBe(true);
  });

  test("does not hide broken rules", () => {
    const partner = PARTNER.replace("  location: westeurope\n", "").replace(
      "startMonth",
      "actual: [200], startMonth",
    );
    expect(problemsOf({ "partner.yaml": partner })).toEqual([
      "partner.yaml:5:1 baseline.location: is required, and no layer sets it",
      "partner.yaml:10:27 baseline.budget.actual: budget.actual must have a threshold of at most 100, got 200. Otherwise no notification reports that the budget is used up.",
    ]);
  });
});

describe("rules for the merged baseline", () => {
  test("a budget has at most five thresholds of each kind", () => {
    const five = "budget: { actual: [50, 60, 70, 80, 90], forecasted: [50, 60, 70, 80, 90] }";
    expect(baselineProblems(five)).toEqual([]);
    const hint = "Azure accepts five notifications of actual and five of forecasted cost for a budget.";
    expect(baselineProblems("budget: { actual: [40, 50, 60, 70, 80, 90] }")).toEqual([
      `5:13 baseline.budget.actual: budget.actual must have at most 5 thresholds, got 6. ${hint}`,
    ]);
    expect(baselineProblems("budget: { forecasted: [40, 50, 60, 70, 80, 90] }")).toEqual([
      `5:13 baseline.budget.forecasted: budget.forecasted must have at most 5 thresholds, got 6. ${hint}`,
    ]);
  });

  test("at least one actual threshold is within the budget", () => {
    expect(baselineProblems("budget: { actual: [110, 120] }")[0]).toContain(
      "5:13 baseline.budget.actual: budget.actual must have a threshold of at most 100, got 110, 120",
    );
  });

  test("operations have an address or a webhook", () => {
    const withoutOperations = PARTNER.replace(/^ {4}operations.*\n/m, "");
    expect(problemsOf({ "partner.yaml": withoutOperations })).toEqual([
      "partner.yaml:7:3 baseline.contacts.operations: contacts.operations must have at least one e-mail address or webhook",
    ]);
    const webhook = PARTNER.replace(
      /operations:.*/,
      'operations: { webhooks: [{ name: a, uri: "https://x.example" }] }',
    );
    expect(problemsOf({ "partner.yaml": webhook })).toEqual([]);
  });

  test("azurerm's security contact accepts one address and no settings, and reports the unsupported ones", () => {
    const lines = `securityContact: { api: azurerm, alertSeverity: High, attackPathRisk: High, notifyRoles: [Owner, Contributor] }
contacts: { security: { emails: [a@fabrikam.example, b@fabrikam.example] } }`;
    expect(baselineProblems(lines)).toEqual([
      '5:36 baseline.securityContact.alertSeverity: securityContact.alertSeverity must be omitted, or Medium, where securityContact.api is azurerm (found "High"). azurerm cannot set it; azapi can.',
      '5:79 baseline.securityContact.notifyRoles: securityContact.notifyRoles must be omitted, or Owner, where securityContact.api is azurerm (found "Owner,Contributor"). azurerm cannot set it; azapi can.',
      "6:27 baseline.contacts.security.emails: contacts.security.emails must have exactly one address where securityContact.api is azurerm, got 2",
    ]);
    expect(baselineProblems("securityContact: { api: azurerm }")).toEqual([]);
  });

  test("tags differ by more than case, across layers too", () => {
    expect(baselineProblems("tags: { Managed-By: me }")).toEqual([
      '5:11 baseline.tags.Managed-By: the tags "managed-by" and "Managed-By" differ only by case: Azure treats them as one',
    ]);
  });

  test("there are at most 50 tags, across layers too", () => {
    const tags = Array.from({ length: 50 }, (_, index) => `t${index}: x`).join(", ");
    expect(baselineProblems(`tags: { ${tags} }`)).toEqual([
      "5:3 baseline.tags: tags must have at most 50 names, got 51",
    ]);
  });

  test("an activity log export has a destination", () => {
    expect(baselineProblems("activityLogExport: { workspaceId: false }")).toEqual([
      "5:3 baseline.activityLogExport: activityLogExport must have a workspaceId or a storageAccountId. To switch it off write activityLogExport: false.",
    ]);
  });
});

test("a budget that begins more than a year ahead gives one warning", () => {
  const { warnings } = loaded({ "partner.yaml": PARTNER.replace("2026-12", "2027-12") });
  expect(warnings).toEqual([
    'partner.yaml:11:27 baseline.budget.startMonth: budget.startMonth is more than 12 months ahead (found "2027-12")',
  ]);
  expect(loaded({ "partner.yaml": PARTNER.replace("2026-12", "2027-11") }).warnings).toEqual([]);
});

test("an unknown region gives one warning, with the nearest one", () => {
  const withLocation = (location: string) =>
    loaded({ "partner.yaml": PARTNER.replace("westeurope", location) }).warnings;
  expect(withLocation("westeurop")).toEqual([
    'partner.yaml:6:3 baseline.location: location is not an Azure region as of 2026-11 (found "westeurop"). Did you mean "westeurope"? "az account list-locations" lists the regions of a subscription.',
  ]);
  expect(withLocation("moonbase1")).toEqual([expect.stringContaining('(found "moonbase1"). "az account')]);
  for (const known of ["westeurope", "chilecentral", "usgovvirginia", "chinanorth3"]) {
    expect(withLocation(known), known).toEqual([]);
  }
});

test("unknown regions are warnings beside the problems, also in a file with a problem", () => {
  const warningsOf = (files: Readonly<Record<string, string>>) => {
    const result = load(files);
    expect(result.ok).toBe(false);
    return result.warnings.map(formatProblem);
  };
  const partner = PARTNER.replace("westeurope", "westeuropa");
  const broken = { "customers/contoso.yaml": CUSTOMER.replace("name: contoso-prod", "nmae: contoso-prod") };
  const expected = expect.stringMatching(
    /^partner\.yaml:6:3 baseline\.location: location is not an Azure region .* Did you mean "westeurope"\?/,
  );
  expect(warningsOf({ "partner.yaml": partner, ...broken })).toEqual([expected]);
  expect(warningsOf({ "partner.yaml": partner.replace("amount: 1000", "amount: 0") })).toEqual([expected]);
  expect(warningsOf({ "partner.yaml": partner.replace("amount: 1000, ", "") })).toEqual([expected]);
  const ofSubscription = `${CUSTOMER}    baseline: { location: northeurop, budget: { amount: 0 } }\n`;
  expect(warningsOf({ "customers/contoso.yaml": ofSubscription })).toEqual([
    expect.stringMatching(
      /^customers\/contoso\.yaml:7:17 subscriptions\[0\]\.baseline\.location: .*"northeurope"\?/,
    ),
  ]);
  // A region that the schema rejects is a problem, and no warning.
  expect(warningsOf({ "partner.yaml": PARTNER.replace("westeurope", "West Europ") })).toEqual([]);
  expect(warningsOf({ "partner.yaml": "baseline: { location: [westeuropa] }\n" })).toEqual([]);
});
