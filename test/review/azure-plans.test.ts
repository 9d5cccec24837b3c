import { describe, expect, test } from "vitest";
import {
  actionsIn,
  azurePlan,
  azurePlanJson,
  changeOf,
  fleetFor,
  guid,
  type Json,
  planFile,
  reviewOne,
  reviewPlans,
  statuses,
  warningsIn,
} from "../support/plan.ts";

const CONTACT = "azapi_resource.security_contact";
const BUDGET = "azurerm_consumption_budget_subscription.monthly";
const ANOMALY = "azurerm_cost_anomaly_alert.anomaly";
const GROUP = "azurerm_monitor_action_group.operations";
const ALERT = "azurerm_monitor_activity_log_alert.service_health";
const RG = "azurerm_resource_group.rg";
const ALL = [CONTACT, BUDGET, ANOMALY, GROUP, ALERT, RG];

/** These plans are of a baseline without alerts on administrative operations and on the health of resources. */
const GOOD = {
  "security-contact": "pass",
  budget: "pass",
  "service-health-alert": "pass",
  "cost-anomaly-alert": "pass",
  "action-group": "pass",
  "activity-log-alerts": "fail",
  "resource-health-alert": "fail",
};

interface Expected {
  readonly id: string;
  readonly after: Record<string, string>;
  readonly worse: readonly string[];
  readonly better: readonly string[];
  readonly actions: readonly string[];
  readonly warnings: readonly string[];
  readonly drift: readonly string[];
}

const FIVE = ["security-contact", "budget", "service-health-alert", "cost-anomaly-alert", "action-group"];
const QUIET = { worse: [], better: [], actions: [], warnings: [], drift: [] };
const CREATED = { ...QUIET, better: FIVE, actions: ALL.map((address) => `${address}: create`) };

const PLANS: Readonly<Record<string, Expected>> = {
  "01-create": { ...CREATED, id: guid(1), after: GOOD },
  "02-no-op": { ...QUIET, id: guid(1), after: GOOD },
  "03-security-contact-deleted": {
    ...QUIET,
    id: guid(1),
    after: { ...GOOD, "security-contact": "fail" },
    worse: ["security-contact"],
    actions: [`${CONTACT}: delete`],
    warnings: ["deletes the security contact"],
  },
  "05-budget-replaced": {
    ...QUIET,
    id: guid(1),
    // It starts on 2027-01-01, 38 days after the day of the review.
    after: { ...GOOD, budget: "fail" },
    worse: ["budget"],
    actions: [`${BUDGET}: delete-create`],
    warnings: ["replaces the budget: deletes it before the new one is created"],
  },
  "07-drift-budget-gone": {
    ...QUIET,
    id: guid(1),
    after: GOOD,
    better: ["security-contact", "budget"],
    actions: [`${CONTACT}: update`, `${BUDGET}: create`],
    // The recipient that was added in the portal is removed again.
    warnings: ["drops the recipient someone@else.example from the security contact"],
    drift: [`${CONTACT} update`, `${BUDGET} delete`],
  },
  "08-adopt-existing-contact": {
    ...QUIET,
    id: guid(2),
    after: GOOD,
    better: FIVE,
    actions: [
      `${CONTACT}: import+update`,
      ...[BUDGET, ANOMALY, GROUP, ALERT, RG].map((address) => `${address}: create`),
    ],
    warnings: ["drops the recipient old@contoso.example from the security contact"],
  },
  "09-legacy-contact-no-admins": {
    ...QUIET,
    id: guid(3),
    after: { ...GOOD, "security-contact": "fail" },
    better: FIVE.filter((control) => control !== "security-contact"),
    actions: [BUDGET, ANOMALY, GROUP, ALERT, RG, "azurerm_security_center_contact.c"].map(
      (address) => `${address}: create`,
    ),
  },
  "11-unknown-recipients": {
    ...QUIET,
    id: guid(5),
    after: { ...GOOD, "security-contact": "unknown", budget: "unknown" },
    better: ["service-health-alert", "cost-anomaly-alert", "action-group"],
    actions: [...ALL, "terraform_data.x"].map((address) => `${address}: create`),
  },
  "13-wrong-scope-no-receiver": {
    ...QUIET,
    id: guid(7),
    after: { ...GOOD, budget: "fail", "service-health-alert": "fail", "action-group": "fail" },
    better: ["security-contact", "cost-anomaly-alert"],
    actions: ALL.map((address) => `${address}: create`),
  },
  "14-contact-forgotten": {
    ...QUIET,
    id: guid(8),
    after: { ...GOOD, "security-contact": "fail" },
    worse: ["security-contact"],
    actions: [`${CONTACT}: forget`],
    warnings: ["forgets the security contact: it stays in Azure, unmanaged"],
  },
  "16-adopt-all": {
    ...QUIET,
    id: guid(20),
    after: GOOD,
    actions: ALL.map((address) => `${address}: import`),
  },
  "17-adopt-none": { ...CREATED, id: guid(21), after: GOOD },
};

describe.each(Object.entries(PLANS))("plan %s", (name, expected) => {
  const review = reviewOne(expected.id, azurePlan(name));
  const moved = (movement: string) =>
    review.movements.filter((one) => one.movement === movement).map(({ control }) => control);

  test("is reviewed, and each control judged by the state after the apply", () => {
    expect(review.coverage).toEqual({ state: "reviewed" });
    expect(statuses(review)).toEqual(expected.after);
  });

  test("lists the controls that get worse and better", () => {
    expect(moved("worse")).toEqual(expected.worse);
    expect(moved("better")).toEqual(expected.better);
  });

  test("lists actions, warnings and drift", () => {
    expect(actionsIn(review)).toEqual(expected.actions);
    expect(warningsIn(review)).toEqual(expected.warnings);
    expect(review.drift.map(({ action, address }) => `${address} ${action}`)).toEqual(expected.drift);
  });

  test("fails when the contact is dropped from it", () => {
    const plan = azurePlanJson(name);
    plan.resource_changes = plan.resource_changes.filter((entry: Json) => !/contact/.test(entry.address));
    delete plan.prior_state;
    expect(statuses(reviewOne(expected.id, plan))["security-contact"]).toBe("fail");
  });

  test("fails when the alert is disabled", () => {
    const plan = azurePlanJson(name);
    changeOf(plan, ALERT).change.after.enabled = false;
    changeOf(plan, ALERT).change.actions = ["update"];
    expect(statuses(reviewOne(expected.id, plan))["service-health-alert"]).toBe("fail");
  });

  test("fails when the recipients are emptied", () => {
    const plan = azurePlanJson(name);
    for (const [address, list] of [
      [GROUP, "email_receiver"],
      [ANOMALY, "email_addresses"],
    ] as const) {
      changeOf(plan, address).change.after[list] = [];
      changeOf(plan, address).change.after_unknown = {};
      changeOf(plan, address).change.actions = ["update"];
    }
    const after = statuses(reviewOne(expected.id, plan));
    expect([after["action-group"], after["cost-anomaly-alert"], after["service-health-alert"]]).toEqual([
      "fail",
      "fail",
      "fail",
    ]);
  });

  test("fails when the scope is another subscription", () => {
    const plan = azurePlanJson(name);
    changeOf(plan, ALERT).change.after.scopes = [`/subscriptions/${guid(999)}`];
    changeOf(plan, ALERT).change.actions = ["update"];
    expect(statuses(reviewOne(expected.id, plan))["service-health-alert"]).toBe("fail");
  });
});

test("an unknown recipient is reported with its path and its source", () => {
  const { findings } = reviewOne(guid(5), azurePlan("11-unknown-recipients"));
  const contact = findings.find(({ control }) => control === "security-contact");
  expect(contact).toMatchObject({ path: "properties.emails", resource: CONTACT });
  expect(contact?.message).toContain("waits for terraform_data.x.output");
});

test("shows configured attributes as known after apply, but not those that only Azure sets", () => {
  const { changes } = reviewOne(guid(5), azurePlan("11-unknown-recipients"));
  const contact = changes.find(({ address }) => address === CONTACT);
  const later = contact?.attributes.filter(({ after }) => after === "(known after apply)");
  expect(later?.map(({ path }) => path)).toEqual(["body.properties.emails"]);
});

test("shows only the changed attribute of a replaced budget", () => {
  const { changes } = reviewOne(guid(1), azurePlan("05-budget-replaced"));
  expect(changes[0]?.attributes).toEqual([
    {
      path: "time_period[0].start_date",
      before: "2026-12-01T00:00:00Z",
      after: "2027-01-01T00:00:00Z",
      sensitive: false,
    },
  ]);
});

test("drift shows manual changes", () => {
  const { drift } = reviewOne(guid(1), azurePlan("07-drift-budget-gone"));
  expect(drift[0]).toMatchObject({ action: "update", baseline: true });
  expect(drift[0]?.attributes).toContainEqual({
    path: "body.properties.emails",
    before: "soc@fabrikam.example;security@contoso.example",
    after: "someone@else.example",
    sensitive: false,
  });
});

test("an import shows the id of the resource", () => {
  const { changes } = reviewOne(guid(20), azurePlan("16-adopt-all"));
  expect(
    changes.every(
      ({ attributes, baseline, address }) => attributes.length === 0 && baseline !== (address === RG),
    ),
  ).toBe(true);
  expect(changes[1]?.importId).toBe(
    `/subscriptions/${guid(20)}/providers/Microsoft.Consumption/budgets/csp-baseline-monthly`,
  );
});

test("reviews all plans together", () => {
  const names = Object.keys(PLANS).filter(
    (name) =>
      !["02-no-op", "03-security-contact-deleted", "05-budget-replaced", "07-drift-budget-gone"].includes(
        name,
      ),
  );
  const ids = [1, 2, 3, 5, 7, 8, 20, 21].map(guid);
  const review = reviewPlans(fleetFor(ids), names.map(azurePlan));
  expect(review.complete).toBe(true);
  expect(review.problems).toEqual([]);
  expect(review.summary).toMatchObject({ subscriptions: 8, covered: 0 });
  const contact = review.controls.find(({ control }) => control === "security-contact");
  expect(contact).toMatchObject({ fail: 2, unknown: 1, worse: 1, better: 4 });
  // 01 and 17 create the same resources in different subscriptions.
  expect(review.groups[0]?.subscriptions.map(({ id }) => id)).toEqual([guid(1), guid(21)]);
  expect(JSON.stringify(review.groups[0]?.changes)).not.toContain(guid(1));
  expect(JSON.stringify(review.groups[0]?.changes)).toContain("/subscriptions/<subscription>");
});

test("recipients that depend on a resource of the same plan are unknown, for any file name", () => {
  const named = planFile(azurePlanJson("11-unknown-recipients"), `${guid(5)}.json`);
  expect(statuses(reviewOne(guid(5), named))["security-contact"]).toBe("unknown");
});
