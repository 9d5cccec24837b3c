import { describe, expect, it } from "vitest";
import {
  ADMINISTRATIVE_OPERATIONS,
  DELEGATION_OPERATIONS,
} from "../../constructs/administrative-operations.ts";
import { Unknown } from "../../src/evidence/index.ts";
import {
  adding,
  alert,
  any,
  changed,
  coveredSubscription,
  equals,
  expecting,
  withoutType,
} from "../support/arm.ts";
import { expectFail, expectPass, expectUnknown, judge } from "../support/judging.ts";

const ID = "activity-log-alerts";
const CATEGORY = equals("category", "Administrative");
const NSG_DELETE = "microsoft-network-networksecuritygroups-delete";
const covered = coveredSubscription();
const bare = withoutType(covered, "Microsoft.Insights/activityLogAlerts");
const withCondition = (...more: ReturnType<typeof equals>[]) => {
  const operation = equals("operationName", "Microsoft.Network/networkSecurityGroups/delete");
  const conditions = [CATEGORY, operation, ...more];
  return judge(ID, changed(covered, NSG_DELETE, ["properties", "condition"], { allOf: conditions }));
};

describe("activity-log-alerts", () => {
  it("passes an alert on each operation", () => {
    expectPass(judge(ID, covered));
  });

  it("fails a subscription without alerts", () => {
    expectFail(judge(ID, bare), "no working alert covers Microsoft.Authorization/policyAssignments/write");
  });

  it("names every operation once, those of a type together", () => {
    const { fix, message } = judge(ID, bare);
    for (const operation of ADMINISTRATIVE_OPERATIONS) {
      const [type = "", verb = ""] = [operation.replace(/\/\w+$/, ""), operation.replace(/^.*\//, "/")];
      expect(message.split(`${type}/`)).toHaveLength(2);
      expect(message.slice(message.indexOf(type))).toContain(verb);
    }
    expect(message).not.toMatch(/\d+ more/);
    expect(fix).toBe("declare an alert for all of these on the subscription");
  });

  it.each(ADMINISTRATIVE_OPERATIONS)("fails when no alert covers %s", (operation) => {
    const name = operation.toLowerCase().replace(/\W+/g, "-");
    expectFail(
      judge(ID, changed(covered, name, ["properties", "enabled"], false)),
      `no working alert covers ${operation}; `,
    );
  });

  it("also requires the fleet's own operations", () => {
    const expected = expecting({
      activityLogAlerts: { extraOperations: ["Microsoft.KeyVault/vaults/delete"] },
    });
    expectFail(judge(ID, covered, expected), "no working alert covers Microsoft.KeyVault/vaults/delete");
    const more = alert("vaults", [CATEGORY, equals("operationName", "microsoft.keyvault/VAULTS/delete")]);
    expectPass(judge(ID, adding(covered, more), expected));
  });

  it("requires alerts on delegations where the fleet switches them on", () => {
    const expected = expecting({ activityLogAlerts: { extraOperations: DELEGATION_OPERATIONS } });
    expectFail(judge(ID, covered, expected), "Microsoft.ManagedServices/registrationAssignments/write");
    const more = alert("delegations", [CATEGORY, any("operationName", ...DELEGATION_OPERATIONS)]);
    expectPass(judge(ID, adding(covered, more), expected));
  });

  it.each(["level", "status", "subStatus", "caller", "resourceGroup", "resourceType", "resourceId"])(
    "does not count an alert that is filtered by %s",
    (field) => {
      expectFail(withCondition(equals(field, "x")), `because it is filtered by ${field}`);
    },
  );

  it("accepts one alert on several operations", () => {
    const all = alert("all", [CATEGORY, any("operationName", ...ADMINISTRATIVE_OPERATIONS)]);
    expectPass(judge(ID, adding(bare, all)));
  });

  it("does not count an alert on every administrative operation", () => {
    expectFail(judge(ID, adding(bare, alert("everything", [CATEGORY]))), "no working alert covers");
  });

  it("does not count an alert of another category", () => {
    const policy = alert("policy", [
      equals("category", "Policy"),
      any("operationName", ...ADMINISTRATIVE_OPERATIONS),
    ]);
    expectFail(judge(ID, adding(bare, policy)), "no working alert covers");
  });

  it("reports each reason once, with its alerts", () => {
    const silent = changed(covered, "ag-csp-baseline", ["properties", "emailReceivers"], []);
    const judgement = judge(ID, changed(silent, "ag-csp-baseline", ["properties", "webhookReceivers"], []));
    expectFail(judgement, "and 5 more, because its action group has no working receiver");
    expect(judgement.message.match(/has no working receiver/g)).toHaveLength(1);
  });

  it("is unknown for an operation that is known after apply", () => {
    const conditions = [CATEGORY, equals("operationName", new Unknown())];
    const unsure = changed(covered, NSG_DELETE, ["properties", "condition"], { allOf: conditions });
    expectUnknown(judge(ID, unsure), "condition.allOf[1].equals");
  });
});
