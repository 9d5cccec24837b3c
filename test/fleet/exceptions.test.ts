import { describe, expect, test } from "vitest";
import { startEffort } from "../support/effort.ts";
import { day } from "../support/fleet.ts";
import { CUSTOMER, loaded, PARTNER, problemsOf } from "./fleet-folder.ts";

/** Lines 7 to 10: two more subscriptions. */
const MORE = `  - id: 00000000-0000-0000-0000-000000000002
    name: contoso-test
  - id: 00000000-0000-0000-0000-0000000000AA
    name: Contoso Sandbox
`;

/** A customer with three subscriptions and these exceptions, the first on line 12. */
function customer(...exceptions: string[]): Record<string, string> {
  const list = exceptions
    .map((exception) => `  - { ${exception}, approvedBy: bob@fabrikam.example }\n`)
    .join("");
  return { "customers/contoso.yaml": `${CUSTOMER}${MORE}exceptions:\n${list}` };
}

const REASON = "reason: Reset every night";
const LATER = "expires: 2027-03-31";

function problems(...exceptions: string[]): string[] {
  return problemsOf(customer(...exceptions)).map((problem) => problem.replace("customers/contoso.yaml:", ""));
}

/** The excepted controls, by the subscription's name. */
function excepted(...exceptions: string[]) {
  const { fleet } = loaded(customer(...exceptions));
  return Object.fromEntries(
    fleet.subscriptions.map(({ name, exceptions: own }) => [name, own.map(({ control }) => control)]),
  );
}

describe("an exception", () => {
  test("applies to the subscriptions that it names, by name or id, in any case", () => {
    const names = "[Contoso-PROD, 00000000-0000-0000-0000-0000000000aA]";
    expect(excepted(`control: cost-anomaly-alert, subscriptions: ${names}, ${REASON}, ${LATER}`)).toEqual({
      "contoso-prod": ["cost-anomaly-alert"],
      "contoso-test": [],
      "Contoso Sandbox": ["cost-anomaly-alert"],
    });
  });

  test("applies to all of the customer's when it names none", () => {
    expect(Object.values(excepted(`control: budget, ${REASON}, ${LATER}`))).toEqual([
      ["budget"],
      ["budget"],
      ["budget"],
    ]);
  });

  test("has the approver, the reason, the last day and its position", () => {
    const { fleet } = loaded(customer(`control: budget, ${REASON}, ${LATER}`));
    const [exception] = fleet.subscriptions[0]?.exceptions ?? [];
    expect(exception).toMatchObject({
      control: "budget",
      reason: "Reset every night",
      approvedBy: "bob@fabrikam.example",
      expires: "2027-03-31",
      expired: false,
    });
    expect(exception?.position()).toEqual({
      file: expect.stringMatching(/contoso\.yaml$/),
      line: 12,
      column: 5,
    });
  });

  test("from an optional control applies where that is switched on", () => {
    const files = customer(`control: policy-assignments, ${REASON}, ${LATER}`);
    const text = files["customers/contoso.yaml"]?.replace(
      "name: contoso-test",
      "name: contoso-test\n    baseline: { policyAssignments: true }",
    );
    const { fleet } = loaded({ "customers/contoso.yaml": text ?? "" });
    expect(fleet.subscriptions.map(({ exceptions }) => exceptions.length)).toEqual([0, 1, 0]);
  });
});

describe("rejected:", () => {
  test.each([
    [
      "an unknown control",
      `control: cost-anomaly, ${REASON}, ${LATER}`,
      /^12:7 exceptions\[0\]\.control: must be one of .* \(found "cost-anomaly"\)\. Did you mean "cost-anomaly-alert"\?$/,
    ],
    [
      "an invalid reason",
      `control: budget, reason: because, ${LATER}`,
      /^12:24 exceptions\[0\]\.reason: must be between 10 and 1000 characters long, got 7$/,
    ],
    [
      "a day that does not exist",
      `control: budget, ${REASON}, expires: 2027-02-29`,
      /^12:51 exceptions\[0\]\.expires: must be a day that exists, written YYYY-MM-DD \(found "2027-02-29"\)$/,
    ],
    [
      "a day that has passed",
      `control: budget, ${REASON}, expires: 2026-11-23`,
      /^12:51 exceptions\[0\]\.expires: the exception has expired \(found "2026-11-23"\)\. Remove it, or have it approved again with a later day\.$/,
    ],
    [
      "a subscription that is not the customer's",
      `control: budget, subscriptions: [contoso-prd], ${REASON}, ${LATER}`,
      /^12:40 exceptions\[0\]\.subscriptions\[0\]: must be the name or id of a subscription of this customer \(found "contoso-prd"\)\. Did you mean "contoso-prod"\?$/,
    ],
    [
      "a subscription listed twice",
      `control: budget, subscriptions: [contoso-prod, CONTOSO-prod], ${REASON}, ${LATER}`,
      /^12:54 exceptions\[0\]\.subscriptions\[1\]: must not be listed twice \(found "CONTOSO-prod"\)$/,
    ],
    [
      "an empty list",
      `control: budget, subscriptions: [], ${REASON}, ${LATER}`,
      /^12:24 exceptions\[0\]\.subscriptions: must not be empty$/,
    ],
    [
      "an optional control that is off",
      `control: defender-plans, ${REASON}, ${LATER}`,
      /^12:7 exceptions\[0\]\.control: the exception has no effect: defender-plans is switched off for "contoso-prod", "contoso-test" and 1 more\. Remove the exception\.$/,
    ],
    [
      "an action group that alerts need",
      `control: action-group, subscriptions: [contoso-test], ${REASON}, ${LATER}`,
      /^12:7 exceptions\[0\]\.control: action-group cannot be excepted for "contoso-test" without service-health-alert, activity-log-alerts, resource-health-alert: they need its resources. Except them too, or keep it\.$/,
    ],
  ])("%s", (_, exception, problem) => {
    const found = problems(exception);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(problem);
  });

  test("an approver with a placeholder address", () => {
    const files = {
      "customers/contoso.yaml": `${CUSTOMER}exceptions:\n  - { control: budget, approvedBy: bob, ${REASON}, ${LATER} }\n`,
    };
    expect(problemsOf(files)).toEqual([
      'customers/contoso.yaml:8:24 exceptions[0].approvedBy: must be an e-mail address (found "bob")',
    ]);
  });

  test("two exceptions from one control for one subscription", () => {
    expect(
      problems(
        `control: budget, ${REASON}, ${LATER}`,
        `control: budget, subscriptions: [contoso-test], ${REASON}, ${LATER}`,
      ),
    ).toEqual([
      '13:5 exceptions[1]: the control budget is excepted a second time for "contoso-test". Keep one of the two.',
    ]);
  });

  test("an exception of a customer without subscriptions", () => {
    const text = CUSTOMER.replace(
      /subscriptions:[\s\S]*/,
      `exceptions:\n  - { control: budget, approvedBy: bob@fabrikam.example, ${REASON}, ${LATER} }\n`,
    );
    expect(problemsOf({ "customers/contoso.yaml": text })).toEqual([
      "customers/contoso.yaml:5:5 exceptions[0]: the exception matches no subscription: the customer has none",
    ]);
  });

  test("thousands of wrong names are reported quickly", () => {
    const names = Array.from({ length: 5000 }, (_, index) => `wrong-${index}`).join(", ");
    const subscriptions = Array.from(
      { length: 5000 },
      (_, index) =>
        `  - { id: 00000000-0000-0000-0001-${String(index).padStart(12, "0")}, name: right-${index} }\n`,
    ).join("");
    const text = `${CUSTOMER}${subscriptions}exceptions:\n  - { control: budget, subscriptions: [${names}], approvedBy: bob@fabrikam.example, ${REASON}, ${LATER} }\n`;
    const effort = startEffort();
    expect(problemsOf({ "customers/contoso.yaml": text })).toHaveLength(5000);
    expect(effort()).toBeLessThan(500);
  });
});

test("the action group may be excepted together with the alerts that need it", () => {
  const controls = ["action-group", "service-health-alert", "resource-health-alert", "activity-log-alerts"];
  const all = controls.map(
    (control) => `control: ${control}, subscriptions: [contoso-test], ${REASON}, ${LATER}`,
  );
  expect(excepted(...all)["contoso-test"]).toEqual(controls);
});

test("without a partner, exceptions are still checked as far as possible", () => {
  const files = {
    ...customer(
      `control: defender-plans, ${REASON}, ${LATER}`,
      `control: budget, subscriptions: [x], ${REASON}, ${LATER}`,
    ),
    "partner.yaml": PARTNER.replace("role", "rol"),
  };
  expect(problemsOf(files).map((problem) => problem.split(" ")[0])).toEqual([
    "customers/contoso.yaml:13:40",
    "partner.yaml:1:1",
    "partner.yaml:4:3",
  ]);
});

describe("the last day", () => {
  const until = (text: string) => customer(`control: budget, ${REASON}, expires: ${text}`);

  test("is still valid", () => {
    expect(loaded(until("2026-11-24")).fleet.subscriptions[0]?.exceptions[0]?.expired).toBe(false);
  });

  test.each([
    ["2026-11-24", 'the exception expires today (found "2026-11-24")'],
    ["2026-11-25", 'the exception expires in 1 day (found "2026-11-25")'],
    ["2026-12-24", 'the exception expires in 30 days (found "2026-12-24")'],
    ["2032-01-01", 'the exception expires in more than 5 years (found "2032-01-01")'],
  ])("%s gives a warning", (text, warning) => {
    expect(loaded(until(text)).warnings).toEqual([
      `customers/contoso.yaml:12:51 exceptions[0].expires: ${warning}`,
    ]);
  });

  test.each(["2026-12-25", "2030-12-31"])("%s gives none", (text) => {
    expect(loaded(until(text)).warnings).toEqual([]);
  });

  test("may have passed where the caller keeps expired exceptions, to report on them", () => {
    const { fleet, warnings } = loaded(until("2027-03-31"), {
      today: day("2027-04-01"),
      expiredExceptions: "keep",
    });
    expect(fleet.subscriptions[0]?.exceptions[0]?.expired).toBe(true);
    expect(warnings[0]).toContain("the exception has expired");
  });
});
