import { describe, expect, it } from "vitest";
import { Unknown, type Value } from "../../src/evidence/index.ts";
import { Email } from "../../src/fleet/scalars.ts";
import {
  adding,
  arm,
  baselineOf,
  changed,
  coveredSubscription,
  expecting,
  GROUP_ID,
  notification,
  without,
} from "../support/arm.ts";
import { expectFail, expectPass, expectUnknown, judge } from "../support/judging.ts";

const NAME = "csp-baseline-monthly";
const covered = coveredSubscription();
const at = (path: (string | number)[], value?: Value) =>
  changed(covered, NAME, ["properties", ...path], value);
const withBudget = (path: (string | number)[], value?: Value) => judge("budget", at(path, value));
const withNotifications = (...notifications: Value[]) =>
  withBudget(["notifications"], Object.fromEntries(notifications.map((one, index) => [`n${index}`, one])));
const forecast = notification("Forecasted", 100);

describe("budget", () => {
  it("passes a monthly budget with notifications of actual and forecasted cost", () => {
    expectPass(judge("budget", covered));
  });

  it("fails a subscription without a budget", () => {
    expectFail(judge("budget", without(covered, NAME)), "has no budget");
  });

  it.each([
    [["timeGrain"], "Quarterly", 'its timeGrain is "Quarterly", not Monthly'],
    [["timeGrain"], undefined, "its timeGrain"],
    [["category"], "Usage", 'its category is "Usage", not Cost'],
    [["filter"], { dimensions: { name: "ResourceGroupName", operator: "In", values: ["rg"] } }, "filter"],
    [["timePeriod", "startDate"], undefined, "no start date"],
    [["timePeriod", "startDate"], "2027-01-11T00:00:00Z", "it starts on 2027-01-11, in more than 31 days"],
    [["timePeriod", "endDate"], "2026-12-09T23:59:59Z", 'it ended on "2026-12-09T23:59:59Z"'],
    [["timePeriod", "endDate"], "soon", "it ended"],
    [["amount"], 0, "not above zero"],
    [["amount"], undefined, "not above zero"],
    [["amount"], 1000.5, "its amount of 1000.5 exceeds the fleet's budget.amount of 1000"],
  ])("fails %j of %j", (path, value, message) => {
    expectFail(withBudget(path, value), message);
  });

  it.each([
    [["timePeriod", "startDate"], "2027-01-10T00:00:00Z"],
    [["timePeriod", "startDate"], "2019-01-01T00:00:00+00:00"],
    [["timePeriod", "endDate"], "2026-12-10T00:00:00Z"],
    [["timePeriod", "endDate"], undefined],
    [["filter"], null],
    [["amount"], 1],
  ])("passes %j of %j", (path, value) => {
    expectPass(withBudget(path, value));
  });

  it("names the fleet's amount that a higher amount exceeds", () => {
    expect(withBudget(["amount"], 5000).parameter).toEqual(["budget", "amount"]);
  });

  it("fails a notification of actual cost that is disabled, though another one is not", () => {
    expectFail(
      withBudget(["notifications", "first", "enabled"], false),
      "no enabled notification of actual cost",
    );
    expectFail(withBudget(["notifications", "second"]), "no enabled notification of forecasted cost", {
      parameter: ["budget", "forecasted"],
    });
  });

  it("fails thresholds of actual cost that are all above 100 percent, and passes additional higher ones", () => {
    expectFail(
      withNotifications(notification("Actual", 120), forecast),
      "actual cost at 100 percent or below",
    );
    expectFail(withNotifications(notification("Actual", 101), forecast), "actual cost at 100 percent");
    expectPass(withNotifications(notification("Actual", 100), forecast));
    expectPass(withNotifications(notification("Actual", 100), notification("Actual", 120), forecast));
  });

  it("accepts forecast thresholds up to the fleet's highest", () => {
    expectFail(withBudget(["notifications", "second", "threshold"], 101), "forecasted cost at 100 percent");
    expectPass(withBudget(["notifications", "second", "threshold"], 100));
    const late = at(["notifications", "second", "threshold"], 110);
    expectFail(judge("budget", late), "forecasted cost at 100 percent or below");
    expectPass(
      judge("budget", late, expecting({ budget: { ...baselineOf().budget, forecasted: [90, 110] } })),
    );
  });

  it("fails an operator that fires only at the exact amount", () => {
    const message = 'its notification "first" fires only at the exact amount';
    expectFail(withBudget(["notifications", "first", "operator"], "EqualTo"), message);
    const exact = notification("Actual", 50, { operator: "EqualTo" });
    expectFail(withNotifications(exact, notification("Actual", 80), forecast), '"n0" fires only');
  });

  it("treats a notification without a type as actual cost, like older API versions", () => {
    const { thresholdType: _, ...old } = notification("Actual", 80);
    expectPass(withNotifications(old, forecast));
  });

  it("fails when an enabled notification has no recipient, and ignores disabled ones", () => {
    const silent = notification("Actual", 50, { contactEmails: ["no-address"] });
    expectFail(
      withNotifications(silent, notification("Actual", 80), forecast),
      'its notification "n0" has no working recipient',
    );
    expectPass(withNotifications({ ...silent, enabled: false }, notification("Actual", 80), forecast));
  });

  it("accepts a role or an action group with a receiver as a recipient", () => {
    const good = [notification("Actual", 80), forecast];
    const role = notification("Actual", 50, { contactEmails: [], contactRoles: ["Owner"] });
    const group = notification("Actual", 60, { contactEmails: [], contactGroups: [GROUP_ID.toUpperCase()] });
    expectPass(withNotifications(role, group, ...good));
    const withoutGroup = notification("Actual", 60, {
      contactEmails: [],
      contactGroups: [`${GROUP_ID}-gone`],
    });
    expectFail(withNotifications(withoutGroup, ...good), "has no working recipient");
  });

  it("fails when actual or forecasted cost does not reach the fleet's billing addresses", () => {
    const parameter = ["contacts", "billing", "emails"];
    const message = "do not reach finops@fabrikam.example";
    expectFail(withBudget(["notifications", "first", "contactEmails"], ["a@b.example"]), message, {
      parameter,
    });
    expectFail(
      withBudget(["notifications", "second", "contactEmails"], ["a@b.example"]),
      "forecasted cost do not reach",
    );
  });

  it("counts an address as reached through several notifications, or an action group that mails it", () => {
    const emails = ["finops@fabrikam.example", "noc@fabrikam.example"].map((email) => Email.parse(email));
    const expected = expecting({ contacts: { ...baselineOf().contacts, billing: { emails } } });
    const groups = { contactGroups: [GROUP_ID] };
    const notifications = {
      a: notification("Actual", 50),
      b: notification("Actual", 80, { contactEmails: ["NOC@fabrikam.example"] }),
      c: notification("Forecasted", 100, groups),
    };
    expectPass(judge("budget", at(["notifications"], notifications), expected));
    const off = changed(
      at(["notifications"], notifications),
      "ag-csp-baseline",
      ["properties", "enabled"],
      false,
    );
    expectFail(judge("budget", off, expected), "forecasted cost do not reach noc@fabrikam.example");
  });

  it("passes with one good budget among others", () => {
    const quarterly = arm("Microsoft.Consumption/budgets", "quarterly", { timeGrain: "Quarterly" });
    const others = { ...covered, resources: [quarterly, ...covered.resources] };
    expectPass(judge("budget", others));
  });

  it("reports the budget with the fewest faults", () => {
    const quarterly = arm("Microsoft.Consumption/budgets", "quarterly", { timeGrain: "Quarterly" });
    const raised = adding({ ...covered, resources: [quarterly] }, ...at(["amount"], 2000).resources);
    expectFail(judge("budget", raised), "exceeds the fleet", { path: "properties.amount" });
  });

  it("ignores the budget of a resource group", () => {
    const id = GROUP_ID.replace("Microsoft.Insights/actionGroups", "Microsoft.Consumption/budgets");
    expectFail(judge("budget", changed(covered, NAME, ["id"], id)), "not at the subscription itself", {
      path: "id",
    });
  });

  it("is unknown for recipients known only after apply", () => {
    expectUnknown(withBudget(["notifications", "first", "contactEmails"], new Unknown()), "contactEmails");
    expectUnknown(
      withBudget(["notifications", "first", "contactEmails"], [new Unknown("x.y")]),
      "waits for x.y",
    );
    expectUnknown(withBudget(["amount"], new Unknown()), "properties.amount");
  });

  it("accepts an undeclared end date as Azure's default, but not one that waits for a value", () => {
    expectPass(withBudget(["timePeriod", "endDate"], new Unknown()));
    expectUnknown(withBudget(["timePeriod", "endDate"], new Unknown("time_offset.end.rfc3339")), "endDate");
  });

  it("is unknown for a group in another subscription", () => {
    const elsewhere = GROUP_ID.replace(/0001/, "0002");
    const group = notification("Actual", 50, { contactEmails: [], contactGroups: [elsewhere] });
    expectUnknown(withNotifications(group, notification("Actual", 80), forecast), "in another subscription");
  });
});
