import { describe, expect, it } from "vitest";
import type { Evidence, Value, ValueMap } from "../../src/evidence/index.ts";
import { adding, alert, arm, coveredSubscription, equals, GROUP_ID, SCOPE, without } from "../support/arm.ts";
import { expectFail, expectPass, expectUnknown, judge } from "../support/judging.ts";

const RULES = "Microsoft.AlertsManagement/actionRules";
const AFFECTED = ["activity-log-alerts", "resource-health-alert"];
const REMOVE = [{ actionType: "RemoveAllActionGroups" }];

function rule(properties: ValueMap) {
  return arm(RULES, "rule", {
    scopes: [SCOPE],
    conditions: [],
    enabled: true,
    actions: REMOVE,
    ...properties,
  });
}

function condition(field: string, operator: string, ...values: string[]): ValueMap {
  return { conditions: [{ field, operator, values }] };
}

const covered = coveredSubscription();
const with_ = (properties: ValueMap): Evidence => adding(covered, rule(properties));

describe("a rule that removes all action groups of the subscription", () => {
  it.each<[string, ValueMap]>([
    ["always", {}],
    ["with a scope in other casing and a slash", { scopes: [`${SCOPE.toUpperCase()}/`] }],
    ["for the severity of activity log alerts", condition("Severity", "Equals", "Sev3", "Sev4")],
    ["for every alert but one", condition("AlertRuleName", "NotEquals", "other")],
    ["since a day that is past", { schedule: { effectiveFrom: "2026-01-01T00:00:00" } }],
    ["in the shape of 2019", { actions: [], scopes: [], scope: { values: [SCOPE] }, type: "Suppression" }],
  ])("fails them %s", (_, properties) => {
    for (const id of AFFECTED) expectFail(judge(id, with_(properties)), "rule removes its action groups");
  });

  it("does not affect Service Health", () => {
    expectPass(judge("service-health-alert", with_({})));
  });

  it.each<[string, ValueMap]>([
    ["disabled", { enabled: false }],
    ["on a resource group", { scopes: [`${SCOPE}/resourceGroups/dev`] }],
    ["on another subscription", { scopes: ["/subscriptions/00000000-0000-0000-0000-000000000002"] }],
    ["for another severity", condition("Severity", "Equals", "Sev0")],
    ["for another service", condition("MonitorService", "Equals", "VM Insights")],
    [
      "for some types of resources",
      condition("TargetResourceType", "Equals", "microsoft.compute/virtualmachines"),
    ],
    ["that is over", { schedule: { effectiveUntil: "2026-12-09T00:00:00" } }],
  ])("passes one %s", (_, properties) => {
    for (const id of AFFECTED) expectPass(judge(id, with_(properties)));
  });

  it.each<[string, ValueMap, string]>([
    [
      "every week",
      { schedule: { recurrences: [{ recurrenceType: "Weekly" }] } },
      "at the times of its schedule",
    ],
    ["until a day to come", { schedule: { effectiveUntil: "2026-12-11T00:00:00" } }, "at the times"],
    ["by an expression", condition("AlertContext", "Contains", "x"), "where its filter matches"],
    ["for all groups but one", condition("TargetResourceGroup", "NotEquals", "dev"), "where its filter"],
  ])("is unknown %s", (_, properties, reason) => {
    for (const id of AFFECTED) expectUnknown(judge(id, with_(properties)), reason);
  });

  it("distinguishes the services that fire the alerts", () => {
    const evidence = with_(condition("MonitorService", "Equals", "ActivityLog - Administrative"));
    expect(AFFECTED.map((id) => judge(id, evidence).status)).toEqual(["fail", "pass"]);
  });

  it("is unknown where the rules cannot be read", () => {
    const unreadable = [{ type: RULES, reason: "forbidden" }];
    for (const id of AFFECTED) expectUnknown(judge(id, { ...covered, unreadable }), "forbidden");
    expectPass(judge("service-health-alert", { ...covered, unreadable }));
  });
});

describe("a rule that adds action groups", () => {
  const silent = (category: string, id: string): Evidence =>
    adding(
      without(covered, id),
      alert(id, [equals("category", category)], { actions: { actionGroups: [] } }),
    );
  const health = silent("ResourceHealth", "resource-health");
  const adds = (groups: readonly Value[], more: ValueMap = {}) =>
    rule({ actions: [{ actionType: "AddActionGroups", actionGroupIds: groups }], ...more });

  it("counts as the alert's own", () => {
    expectFail(judge("resource-health-alert", health), "it has no action group");
    expectPass(judge("resource-health-alert", adding(health, adds([GROUP_ID]))));
  });

  it("does not count without a receiver, on a part of the subscription, or beside a removal", () => {
    expectFail(
      judge("resource-health-alert", adding(health, adds([`${GROUP_ID}-none`]))),
      "has no working receiver",
    );
    const narrow = adds([GROUP_ID], { scopes: [`${SCOPE}/resourceGroups/dev`] });
    expectFail(judge("resource-health-alert", adding(health, narrow)), "has no action group");
    const both = adding(health, adds([GROUP_ID]), { ...rule({}), name: "removal" });
    expectFail(judge("resource-health-alert", both), "removes its action groups");
  });

  it("is unknown where it is active only at times", () => {
    const later = adds([GROUP_ID], { schedule: { effectiveFrom: "2027-01-01T00:00:00" } });
    expectUnknown(judge("resource-health-alert", adding(health, later)), "adds action groups at the times");
  });

  it("adds nothing to Service Health", () => {
    const evidence = adding(silent("ServiceHealth", "service-health"), adds([GROUP_ID]));
    expectFail(judge("service-health-alert", evidence), "it has no action group");
  });
});
