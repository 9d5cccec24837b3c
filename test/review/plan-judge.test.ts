import { expect, test } from "vitest";
import { PlanJudge } from "../../src/review/plan-judge.ts";
import { TODAY } from "../support/fleet.ts";
import { azurePlanJson, changeOf, fleetFor, guid, type Json } from "../support/plan.ts";

const CONTACT = "azapi_resource.security_contact";

/** Returns exceptions for controls that these plans lack, because they were made with a smaller baseline. */
function excused(controls: readonly string[], expires = "2027-03-31"): string {
  const all = controls.map(
    (control) =>
      `  - { control: ${control}, reason: is done by hand, approvedBy: bob@fabrikam.example, expires: ${expires} }`,
  );
  return `exceptions:\n${all.join("\n")}\n`;
}

const SMALLER = ["activity-log-alerts", "resource-health-alert"];

async function judged(
  plan: Json,
  {
    stack = guid(1),
    ids = [guid(1)],
    more = excused(SMALLER),
  }: { stack?: string; ids?: string[]; more?: string } = {},
): Promise<string | undefined> {
  const judge = await PlanJudge.of(fleetFor(ids, { more }), TODAY);
  return judge.judge(stack, typeof plan === "string" ? plan : JSON.stringify(plan));
}

test("a first deployment may be applied, although ids are known only afterwards", async () => {
  const plan = azurePlanJson("01-create");
  expect(changeOf(plan, CONTACT).change.after_unknown.id).toBe(true);
  expect(await judged(plan)).toBeUndefined();
});

test("refuses a plan after which a control fails, with the control, the reason and the fix", async () => {
  expect(await judged(azurePlanJson("03-security-contact-deleted"))).toMatch(
    /^its plan would leave contoso\/sub-1 without part of its baseline: security-contact fails \(.+\)\. .*exception$/,
  );
});

test("also refuses a plan that does not fix a failing control", async () => {
  expect(await judged(azurePlanJson("02-no-op"), { more: "" })).toContain("activity-log-alerts fails");
});

test("a value known only after the apply is not a pass", async () => {
  const plan = azurePlanJson("11-unknown-recipients");
  expect(await judged(plan, { stack: guid(5), ids: [guid(5)] })).toContain("security-contact is unknown");
});

test("a valid exception allows the plan, an expired one does not", async () => {
  const plan = azurePlanJson("03-security-contact-deleted");
  expect(await judged(plan, { more: excused([...SMALLER, "security-contact"]) })).toBeUndefined();
  const expired = excused([...SMALLER, "security-contact"], "2026-11-23");
  expect(await judged(plan, { more: expired })).toContain("security-contact fails");
});

test("refuses a plan of another subscription than its stack's", async () => {
  const ids = [guid(1), guid(2)];
  expect(await judged(azurePlanJson("01-create"), { stack: guid(2), ids })).toContain(
    `its plan is for ${guid(1)}`,
  );
});

test("a stack of another name must not remove resources of a subscription", async () => {
  const stack = { stack: "hub" };
  expect(await judged(azurePlanJson("03-security-contact-deleted"), stack)).toContain(
    "would leave contoso/sub-1, which has a stack of its own, without part of its baseline: security-contact fails",
  );
  // It lacks two controls before and after: the subscription's own plan must add them.
  expect(await judged(azurePlanJson("02-no-op"), { ...stack, more: "" })).toBeUndefined();
});

test("refuses a subscription outside of the fleet, unless the plan retires it", async () => {
  const plan = azurePlanJson("03-security-contact-deleted");
  const elsewhere = { ids: [guid(7)] };
  expect(await judged(plan, elsewhere)).toContain(`${guid(1)} is not in the fleet`);
  plan.resource_changes = [changeOf(plan, CONTACT)];
  plan.variables = { csp_baseline_retire: { value: "destroy" } };
  expect(await judged(plan, elsewhere)).toBeUndefined();
});

test.each([
  ["ended with an error", { errored: true }, "the plan ended with an error"],
  ["is incomplete", { complete: false }, "the plan is incomplete"],
  ["is of an unknown format", { format_version: "9.0" }, "cannot be judged"],
])("refuses a plan that %s", async (_, change, message) => {
  expect(await judged({ ...azurePlanJson("01-create"), ...change })).toContain(message);
});

test("refuses a text that is not a plan, without quoting it", async () => {
  for (const text of ["", "{", "CANARY", "null", "[]", '{"a":1}\n{"b":2}']) {
    expect(await judged(text)).toMatch(/^its plan cannot be judged: (?!.*CANARY)/);
  }
});

test("refuses a plan of an earlier month, whose budget Azure would not create", async () => {
  const plan = azurePlanJson("01-create");
  const budget = plan.resource_changes.find(
    ({ type }: Json) => type === "azurerm_consumption_budget_subscription",
  );
  const startingOn = (start_date: string) => {
    budget.change.after.time_period = [{ start_date, end_date: null }];
    return judged(plan);
  };
  expect(await startingOn("2026-11-01T00:00:00Z")).toBeUndefined();
  expect(await startingOn("2026-10-01T00:00:00Z")).toBe(
    `its plan is from an earlier month: ${budget.address} would start on 2026-10-01, and Azure refuses to create a budget that starts in a past month. Plan the stack again`,
  );
  budget.change.actions = ["update"];
  expect(await startingOn("2026-10-01T00:00:00Z")).toBeUndefined();
});
