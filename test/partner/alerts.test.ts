import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { joinFleet, judgeAlerts } from "../../src/partner/alerts.ts";
import { alertsJsonSchema, alertsReport } from "../../src/partner/alerts-report.ts";
import { responseTime, responseTimeText } from "../../src/partner/response-time.ts";
import { fleetOf } from "../support/fleet.ts";
import { validatorOf } from "../support/json-schema.ts";
import { alertOf, CUSTOMER_TENANT, NOW } from "./support.ts";

const ago = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000).toISOString();

describe("partner-alerts-answered", () => {
  test.each([
    ["no alert at all", [], "pass", /there are no open security alerts/],
    ["an active one of today", [alertOf({ detected: ago(23) })], "pass", /1 open security alert, none/],
    ["one active for exactly a day", [alertOf({ detected: ago(24) })], "pass", /none for more/],
    ["one active for longer", [alertOf({ detected: ago(24.01) })], "fail", /1 of 1 open .* 24 hours$/],
    ["one observed long ago and not dated", [alertOf({ firstObserved: ago(50) })], "fail", /for 50 hours/],
    [
      "one under investigation today",
      [alertOf({ detected: ago(5), status: "investigating" })],
      "pass",
      /1 open/,
    ],
    [
      "one under investigation for days",
      [alertOf({ detected: ago(50), status: "investigating" })],
      "fail",
      /1 of 1 open/,
    ],
    ["one that is resolved", [alertOf({ detected: ago(500), status: "resolved" })], "pass", /no /],
    ["a test", [alertOf({ detected: ago(50), isTest: true })], "pass", /there are no open security alerts/],
    ["one without a date", [alertOf()], "unknown", /has no date/],
    ["one of a status to come", [alertOf({ status: "parked", detected: ago(1) })], "unknown", /"parked"/],
  ] as const)("%s", (_, alerts, status, message) => {
    const judgement = judgeAlerts(alerts, NOW);
    expect(judgement.status).toBe(status);
    expect(judgement.message).toMatch(message);
    expect(judgement.fix === undefined).toBe(status !== "fail");
  });

  test("one overdue alert fails whatever is beside it", () => {
    const any = fc.record({
      status: fc.constantFrom("active", "resolved", "investigating", "new"),
      detected: fc.constantFrom(undefined, ago(1), ago(100)),
      isTest: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(any), fc.nat(), (others, at) => {
        const alerts = others.map((parts) => alertOf(parts));
        alerts.splice(at % (alerts.length + 1), 0, alertOf({ detected: ago(30) }));
        expect(judgeAlerts(alerts, NOW).status).toBe("fail");
      }),
    );
  });
});

describe("joined with the fleet", () => {
  const fleet = fleetOf();
  const managed = "00000000-0000-0000-0000-000000000001";

  test("an alert has its subscription's names, and who gets its mail", () => {
    const [alert] = joinFleet([alertOf({ subscriptionId: managed, detected: ago(30) })], fleet, NOW);
    expect(alert).toMatchObject({
      managed: true,
      customer: "contoso",
      customerName: "Contoso Ltd",
      subscriptionName: "prod",
      mail: ["soc@fabrikam.example"],
      ageHours: 30,
      overdue: true,
    });
  });

  test("one of an unmanaged subscription has at least its customer, where the tenant is known", () => {
    const parts = {
      subscriptionId: "00000000-0000-0000-0000-000000000099",
      customerTenantId: CUSTOMER_TENANT,
    };
    const [alert] = joinFleet([alertOf(parts)], fleet, NOW);
    expect(alert).toMatchObject({ managed: false, customer: "contoso", mail: [] });
    expect(alert?.subscriptionName).toBeUndefined();
  });

  test("the longest unanswered come first, resolved ones last", () => {
    const alerts = [
      alertOf({ id: "resolved", status: "resolved", detected: ago(1) }),
      alertOf({ id: "new", detected: ago(1) }),
      alertOf({ id: "late", detected: ago(30) }),
      alertOf({ id: "later", detected: ago(60) }),
      alertOf({ id: "open", detected: ago(5) }),
    ];
    const ids = joinFleet(alerts, fleet, NOW).map(({ id }) => id);
    expect(ids).toEqual(["later", "late", "new", "open", "resolved"]);
  });

  test("the report matches its published schema", () => {
    const validate = validatorOf(JSON.parse(alertsJsonSchema()));
    const alerts = joinFleet(
      [alertOf({ subscriptionId: managed, detected: ago(30) }), alertOf({ id: "b" })],
      fleet,
      NOW,
    );
    const report = alertsReport(alerts, "graph", NOW);
    expect(validate(report)).toEqual([]);
    expect(report).toMatchObject({
      schema: "csp-baseline/partner-alerts/v1",
      control: { status: "fail" },
      summary: { alerts: 2, active: 2, open: 2, overdue: 1, unmanaged: 1 },
    });
    expect(validate({ ...report, source: "rumour" })).not.toEqual([]);
  });
});

describe("the response time", () => {
  const resolved = (hours: number, daysAgo = 1) =>
    alertOf({
      status: "resolved",
      detected: ago(daysAgo * 24 + hours),
      resolvedOn: ago(daysAgo * 24),
    });

  test("is the average of what was resolved in the past 30 days", () => {
    expect(responseTime([resolved(10), resolved(20), resolved(500, 31)], NOW)).toEqual({
      resolved: 2,
      open: 0,
      average: 15,
      ifAnsweredNow: undefined,
      answerWithin: undefined,
    });
  });

  test("is projected for open alerts: until when resolving them keeps it below a day", () => {
    const time = responseTime([resolved(10), alertOf({ detected: ago(20) })], NOW);
    expect(time).toMatchObject({ average: 10, ifAnsweredNow: 15, answerWithin: 18 });
    expect(responseTimeText(time)).toBe(
      "average response time of the past 30 days: 10.0 h over 1 resolved; resolving the open one now makes it 15.0 h. It stays below 24 h within the next 18.0 h",
    );
  });

  test("counts an alert under investigation as open, and says when it is too late", () => {
    const late = alertOf({ status: "investigating", detected: ago(100) });
    const time = responseTime([late, alertOf({ isTest: true, detected: ago(900) })], NOW);
    expect(time).toMatchObject({ open: 1, average: undefined, ifAnsweredNow: 100, answerWithin: -76 });
    expect(responseTimeText(time)).toContain("even resolving the open one now makes it 100.0 h, above 24 h");
  });

  test("is not projected where an open alert has no date", () => {
    expect(responseTime([alertOf()], NOW)).toMatchObject({ open: 1, ifAnsweredNow: undefined });
  });
});
