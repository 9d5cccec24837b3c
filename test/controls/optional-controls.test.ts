import { describe, expect, it } from "vitest";
import { BUILT_IN_POLICIES } from "../../constructs/built-in-policies.ts";
import { controlById } from "../../src/controls/index.ts";
import { Unknown, type Value } from "../../src/evidence/index.ts";
import {
  adding,
  arm,
  baselineOf,
  changed,
  coveredSubscription,
  expecting,
  SCOPE,
  WORKSPACE,
  without,
} from "../support/arm.ts";
import { expectFail, expectPass, expectUnknown, judge } from "../support/judging.ts";

const covered = coveredSubscription();
const change = (id: string, name: string) => (path: (string | number)[], value?: Value) =>
  judge(id, changed(covered, name, ["properties", ...path], value));

describe.each([
  ["activity-log-export", { activityLogExport: false }],
  ["defender-plans", { defenderPlans: false }],
  ["policy-assignments", { policyAssignments: false }],
] as const)("%s", (id, off) => {
  it("is judged where the baseline switches it on", () => {
    const control = controlById(id);
    expect(control?.required).toBe(false);
    expect(control?.enabled?.(baselineOf())).toBe(true);
    expect(control?.enabled?.(baselineOf(off))).toBe(false);
    expectPass(judge(id, covered));
  });
});

describe("activity-log-export", () => {
  const at = change("activity-log-export", "export");

  it("fails a subscription without a setting, or with one of another resource only", () => {
    expectFail(judge("activity-log-export", without(covered, "export")), "is not exported");
    const vault = `${SCOPE}/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/v/providers/Microsoft.Insights/diagnosticSettings/export`;
    expectFail(judge("activity-log-export", changed(covered, "export", ["id"], vault)), "is not exported");
  });

  it("fails when a category is left out or off, and names it", () => {
    expectFail(at(["logs", 3]), "it does not export the log Policy");
    expectFail(at(["logs", 0, "enabled"], false), "it does not export the log Administrative");
    expectFail(at(["logs"], []), "Administrative, Security, Alert and Policy");
  });

  it("accepts the group of all logs", () => {
    expectPass(at(["logs"], [{ categoryGroup: "allLogs", enabled: true }]));
    expectFail(at(["logs"], [{ categoryGroup: "allLogs", enabled: false }]), "does not export");
  });

  it("fails a destination other than the fleet's", () => {
    const parameter = ["activityLogExport", "workspaceId"];
    expectFail(at(["workspaceId"], `${WORKSPACE}-other`), "the fleet's workspaceId", { parameter });
    expectPass(at(["workspaceId"], WORKSPACE.toUpperCase()));
    const storage = expecting({ activityLogExport: { storageAccountId: `${SCOPE}/x` } });
    expectFail(judge("activity-log-export", covered, storage), "the fleet's storageAccountId");
  });

  it("fails when the event hub or the partner solution is another than the fleet says", () => {
    const eventHubAuthorizationRuleId = `${SCOPE}/resourceGroups/rg/providers/Microsoft.EventHub/namespaces/ns/authorizationRules/send`;
    const wanted = expecting({
      activityLogExport: { eventHubAuthorizationRuleId, eventHubName: "activity" },
    });
    expectFail(judge("activity-log-export", covered, wanted), "the fleet's eventHubAuthorizationRuleId");
    const rule = changed(
      covered,
      "export",
      ["properties", "eventHubAuthorizationRuleId"],
      eventHubAuthorizationRuleId,
    );
    expectFail(judge("activity-log-export", rule, wanted), "the fleet's eventHubName");
    expectPass(
      judge(
        "activity-log-export",
        changed(rule, "export", ["properties", "eventHubName"], "activity"),
        wanted,
      ),
    );
  });

  it("is unknown for a destination known only after apply", () => {
    expectUnknown(at(["workspaceId"], new Unknown()), "properties.workspaceId");
  });
});

describe("defender-plans", () => {
  const at = change("defender-plans", "VirtualMachines");

  it("fails a plan that is not set, is free or has another subplan", () => {
    const parameter = ["defenderPlans", "VirtualMachines"];
    expectFail(
      judge("defender-plans", without(covered, "VirtualMachines")),
      "plan VirtualMachines is not set",
      { parameter },
    );
    expectFail(at(["pricingTier"], "Free"), 'pricingTier of the plan VirtualMachines is "Free"');
    expectFail(at(["subPlan"], "P1"), 'subPlan of the plan VirtualMachines is "P1", not P2');
  });

  it("fails when a second declaration differs", () => {
    const free = arm("Microsoft.Security/pricings", "virtualmachines", { pricingTier: "Free" });
    expectFail(judge("defender-plans", adding(covered, free)), '"Free"');
  });

  it("fails when an extension that the fleet names is off", () => {
    const extensions = { AgentlessVmScanning: true as const };
    const plans = { VirtualMachines: { tier: "Standard" as const, subplan: "P2", extensions } };
    const wanted = expecting({ defenderPlans: plans });
    const withExtension = (isEnabled: string) =>
      changed(
        covered,
        "VirtualMachines",
        ["properties", "extensions"],
        [{ name: "AgentlessVmScanning", isEnabled }],
      );
    const message = "the extension AgentlessVmScanning of the plan VirtualMachines is not on";
    const parameter = ["defenderPlans", "VirtualMachines", "extensions"];
    expectFail(judge("defender-plans", covered, wanted), message, { parameter });
    expectFail(judge("defender-plans", withExtension("False"), wanted), message);
    expectPass(judge("defender-plans", withExtension("True"), wanted));
    expectPass(judge("defender-plans", withExtension("False")));
  });

  it("leaves the subplan to Azure where the fleet names none", () => {
    const expected = expecting({ defenderPlans: { VirtualMachines: { tier: "Standard" } } });
    const noSubplan = changed(covered, "VirtualMachines", ["properties", "subPlan"]);
    expectPass(judge("defender-plans", noSubplan, expected));
  });
});

describe("policy-assignments", () => {
  const at = change("policy-assignments", "csp-baseline-0");

  it.each(BUILT_IN_POLICIES.map(({ name }, index) => [name, index] as const))(
    "fails without %s",
    (name, index) => {
      expectFail(
        judge("policy-assignments", without(covered, `csp-baseline-${index}`)),
        `"${name}" is not assigned`,
      );
    },
  );

  it("fails an assignment that is not in force", () => {
    expectFail(at(["enforcementMode"], "DoNotEnforce"), "assigned but not in force");
    expectFail(at(["parameters"], { effect: { value: "Disabled" } }), "assigned but not in force");
    expectFail(at(["notScopes"], [`${SCOPE}/`]), "assigned but not in force");
    expectPass(at(["enforcementMode"]));
  });

  it("does not count an assignment to a resource group", () => {
    const id = `${SCOPE}/resourceGroups/rg/providers/Microsoft.Authorization/policyAssignments/csp-baseline-0`;
    expectFail(
      judge("policy-assignments", changed(covered, "csp-baseline-0", ["id"], id)),
      "is not assigned",
    );
  });
});
