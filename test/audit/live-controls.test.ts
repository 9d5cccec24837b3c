import { describe, expect, it } from "vitest";
import type { Declared } from "../../src/audit/declared.ts";
import { LIVE_CONTROLS } from "../../src/audit/live-controls/index.ts";
import { type Judgement, OutOfSightError } from "../../src/controls/index.ts";
import type { Evidence, ValueMap } from "../../src/evidence/index.ts";
import {
  adding,
  alert,
  any,
  arm,
  changed,
  coveredSubscription,
  equals,
  expecting,
  without,
  withoutType,
} from "../support/arm.ts";

const covered = coveredSubscription();
const contactOfStack: ValueMap = {
  emails: "soc@fabrikam.example",
  isEnabled: true,
  notificationsByRole: { state: "On", roles: ["Owner"] },
  notificationsSources: [
    { sourceType: "AttackPath", minimalRiskLevel: "High" },
    { sourceType: "Alert", minimalSeverity: "Medium" },
  ],
};
const declared: Declared = {
  has: (_, name) => name === "ag-csp-baseline",
  namesOf: () => [],
  contact: contactOfStack,
};

function judge(
  id: string,
  evidence: Evidence,
  today = "2026-12-10",
  stack: Declared | undefined = declared,
): Judgement | undefined {
  const control = LIVE_CONTROLS.find((one) => one.id === id);
  if (control === undefined) throw new Error(`no control ${id}`);
  return control.check(evidence, expecting({}, today), stack);
}

describe("cost-anomaly-alert-end", () => {
  const id = "cost-anomaly-alert-end";
  it.each([
    ["2027-09-24", "pass", "lasts until 2027-11-24"],
    ["2027-09-25", "fail", "ends in 60 days"],
    ["2027-11-23", "fail", "ends tomorrow"],
    ["2027-11-24", "fail", 'ends today, on "2027-11-24T03:06:23Z"'],
  ])("on %s is a %s: %s", (today, status, message) => {
    expect(judge(id, covered, today)).toMatchObject({ status, message: expect.stringContaining(message) });
  });

  it("uses the alert that ends last, and leaves past ones to the other control", () => {
    const schedule = { frequency: "Daily", endDate: "2030-01-01T00:00:00Z" };
    const longer = arm(
      "Microsoft.CostManagement/scheduledActions",
      "other",
      { status: "Enabled", schedule },
      { kind: "InsightAlert" },
    );
    expect(judge(id, adding(covered, longer), "2027-11-20")).toMatchObject({ status: "pass" });
    expect(judge(id, covered, "2028-01-01")).toBeUndefined();
    expect(judge(id, without(covered, "cost-anomaly"))).toBeUndefined();
  });
});

describe("budget-end", () => {
  it("warns a quarter before the budget ends", () => {
    expect(judge("budget-end", covered, "2036-08-01")).toMatchObject({ status: "pass" });
    expect(judge("budget-end", covered, "2036-10-01")).toMatchObject({
      status: "fail",
      message: expect.stringContaining("the budget ends in 61 days"),
      path: "properties.timePeriod.endDate",
    });
  });

  it("passes a budget without an end", () => {
    const endless = changed(covered, "csp-baseline-monthly", ["properties", "timePeriod", "endDate"]);
    expect(judge("budget-end", endless, "2036-10-01")).toMatchObject({
      status: "pass",
      message: "the budget has no end",
    });
  });
});

describe("receiver-status", () => {
  const status = ["properties", "emailReceivers", 0, "status"];
  it("fails a receiver of the fleet that unsubscribed or never confirmed", () => {
    expect(judge("receiver-status", covered)).toMatchObject({ status: "pass" });
    for (const word of ["Disabled", "NotSpecified"]) {
      expect(judge("receiver-status", changed(covered, "ag-csp-baseline", status, word))).toMatchObject({
        status: "fail",
        message: `the receiver noc@fabrikam.example is ${word}`,
      });
    }
  });

  it("ignores receivers outside the fleet, unless the group has the baseline's tags", () => {
    const theirs = {
      emailReceivers: [{ name: "theirs", emailAddress: "ops@contoso.example", status: "Disabled" }],
    };
    const group = arm("Microsoft.Insights/actionGroups", "theirs", theirs);
    expect(judge("receiver-status", adding(covered, group))).toMatchObject({ status: "pass" });
    const tagged = { ...group, tags: { "Managed-By": "csp-baseline" } };
    expect(judge("receiver-status", adding(covered, tagged))).toMatchObject({ status: "fail" });
  });

  it("has no finding if Azure shows no status", () => {
    expect(judge("receiver-status", changed(covered, "ag-csp-baseline", status))).toBeUndefined();
  });
});

describe("duplicate-service-health-alerts", () => {
  const id = "duplicate-service-health-alerts";
  const amba = (name: string, event: string) =>
    alert(name, [equals("category", "ServiceHealth"), equals("properties.incidentType", event)]);

  it("names the tool of the second alert", () => {
    expect(judge(id, covered)).toMatchObject({ status: "pass" });
    expect(judge(id, adding(covered, amba("ServiceHealthSecurityIncident", "Security")))).toMatchObject({
      status: "fail",
      message:
        "Service Health events of type Security are reported more than once, by service-health and ServiceHealthSecurityIncident (AMBA)",
      resource: expect.stringContaining("ServiceHealthSecurityIncident"),
    });
    const alz = alert("ServiceHealthSubscriptionAlertRule", [equals("category", "ServiceHealth")]);
    expect(judge(id, adding(covered, alz))?.message).toContain("(ALZ)");
  });

  it("accepts several alerts with separate events, disabled ones, and ones for a region", () => {
    const leaves = ["Incident", "Maintenance", "ActionRequired", "Security"].map((event) =>
      amba(`s-${event}`, event),
    );
    expect(judge(id, adding(without(covered, "service-health"), ...leaves))).toMatchObject({
      status: "pass",
    });
    const off = changed(adding(covered, amba("off", "Incident")), "off", ["properties", "enabled"], false);
    expect(judge(id, off)).toMatchObject({ status: "pass" });
    const regional = alert("regional", [
      equals("category", "ServiceHealth"),
      any("properties.impactedServices[*].ImpactedRegions[*].RegionName", "West Europe"),
    ]);
    expect(judge(id, adding(covered, regional))).toMatchObject({ status: "pass" });
    expect(judge(id, withoutType(covered, "Microsoft.Insights/activityLogAlerts"))).toBeUndefined();
  });
});

describe("unowned-resources", () => {
  const tags = { tags: { "managed-by": "csp-baseline", other: "x" } };
  const old = { ...arm("Microsoft.Insights/actionGroups", "ag-old", {}), ...tags };
  it("fails a resource with the baseline's tags that is in no stack", () => {
    expect(judge("unowned-resources", covered)).toBeUndefined();
    const own = { ...arm("Microsoft.Insights/actionGroups", "ag-csp-baseline", {}), ...tags };
    expect(judge("unowned-resources", adding(covered, own))).toMatchObject({ status: "pass" });
    expect(judge("unowned-resources", adding(covered, own, old))).toMatchObject({
      status: "fail",
      message: "actionGroups ag-old has the baseline's tags but is not in the stack",
    });
  });

  it("is unknown without the stack", () => {
    const control = LIVE_CONTROLS.find(({ id }) => id === "unowned-resources");
    expect(() => control?.check(adding(covered, old), expecting(), undefined)).toThrow(OutOfSightError);
  });
});

describe("security-contact-as-deployed", () => {
  const id = "security-contact-as-deployed";
  it("passes the deployed contact, in any order", () => {
    expect(judge(id, covered)).toMatchObject({ status: "pass" });
  });

  it.each([
    [
      ["properties", "emails"],
      "soc@fabrikam.example;evil@x.example",
      "emails is soc@fabrikam.example;evil@x.example, deployed was soc@fabrikam.example",
    ],
    [["properties", "notificationsSources", 0, "minimalSeverity"], "Low", "notificationsSources"],
    [["properties", "notificationsByRole", "roles"], ["Owner", "Contributor"], "notificationsByRole"],
    [["properties", "isEnabled"], false, "isEnabled"],
  ])("fails one with another %j", (path, value, message) => {
    expect(judge(id, changed(covered, "default", path, value))).toMatchObject({
      status: "fail",
      message: `the contact was changed since its deployment: ${message}`,
    });
  });

  it("does not compare undeclared or missing contacts, or those in another API's shape", () => {
    expect(
      judge(id, covered, "2026-12-10", { has: () => true, contact: undefined, namesOf: () => [] }),
    ).toBeUndefined();
    expect(judge(id, without(covered, "default"))).toBeUndefined();
    const legacy = changed(covered, "default", ["properties"], {
      email: "x@y.example",
      alertsToAdmins: "On",
    });
    expect(judge(id, legacy)).toBeUndefined();
  });
});

it("reports unreadable types as unknown", () => {
  const blind = { ...covered, unreadable: [{ type: "Microsoft.Insights/actionGroups", reason: "403" }] };
  expect(() => judge("receiver-status", blind)).toThrow(/cannot be read: 403/);
});

it("has unique ids and the descriptions of the catalogue's controls", () => {
  expect(new Set(LIVE_CONTROLS.map(({ id }) => id)).size).toBe(LIVE_CONTROLS.length);
  for (const { id, judgedBy, why } of LIVE_CONTROLS) {
    expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(judgedBy.length).toBeGreaterThan(0);
    expect(why).toMatch(/\.$/);
  }
});
