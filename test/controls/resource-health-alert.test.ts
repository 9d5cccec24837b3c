import { describe, it } from "vitest";
import { adding, alert, any, changed, coveredSubscription, equals, without } from "../support/arm.ts";
import { expectFail, expectPass, judge } from "../support/judging.ts";

const ID = "resource-health-alert";
const CATEGORY = equals("category", "ResourceHealth");
const CURRENT = "properties.currentHealthStatus";
const PREVIOUS = "properties.previousHealthStatus";
const covered = coveredSubscription();
const bare = without(covered, "resource-health");
const withConditions = (...conditions: ReturnType<typeof equals>[]) =>
  judge(ID, adding(bare, alert("health", [CATEGORY, ...conditions])));

describe("resource-health-alert", () => {
  it("passes an alert on unavailable and degraded resources", () => {
    expectPass(judge(ID, covered));
  });

  it("fails a subscription without an alert", () => {
    expectFail(judge(ID, bare), "no working alert covers resources that become Unavailable and Degraded");
  });

  it("passes an alert on every change of health, and Microsoft's sample of newly active events", () => {
    expectPass(withConditions());
    expectPass(withConditions(equals("status", "Active")));
  });

  it("passes the alert of the Azure Monitor Baseline Alerts", () => {
    expectPass(
      withConditions(
        any("properties.cause", "PlatformInitiated", "UserInitiated"),
        any(CURRENT, "Degraded", "Unavailable"),
      ),
    );
  });

  it("combines two alerts", () => {
    const one = alert("one", [
      CATEGORY,
      equals(CURRENT, "Unavailable"),
      any(PREVIOUS, "Available", "Degraded"),
    ]);
    const two = alert("two", [CATEGORY, equals(CURRENT, "Degraded")]);
    expectPass(judge(ID, adding(bare, one, two)));
  });

  it("fails when one of the states is left out", () => {
    expectFail(withConditions(equals(CURRENT, "Unavailable")), "resources that become Degraded");
  });

  it.each([
    [any("properties.cause", "UserInitiated"), "properties.cause"],
    [equals("status", "Resolved"), "status"],
    [any(PREVIOUS, "Available"), PREVIOUS],
    [equals("resourceType", "Microsoft.Compute/virtualMachines"), "resourceType"],
    [equals("resourceGroup", "rg"), "resourceGroup"],
  ])("does not count an alert with %j", (condition, field) => {
    expectFail(
      withConditions(any(CURRENT, "Degraded", "Unavailable"), condition),
      `because it is filtered by ${field}`,
    );
  });

  it("does not count a disabled alert, a wrong scope or a group without receivers", () => {
    const at = (member: string, value: boolean | [] | null) =>
      judge(ID, changed(covered, "resource-health", ["properties", member], value));
    expectFail(at("enabled", false), "disabled");
    expectFail(at("scopes", []), "not exactly this subscription");
    expectFail(at("actions", null), "no action group");
  });
});
