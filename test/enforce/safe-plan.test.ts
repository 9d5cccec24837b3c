import { expect, test } from "vitest";
import { SafePlans } from "../../src/enforce/safe-plan.ts";
import { TODAY } from "../support/fleet.ts";
import { azurePlanJson, changeOf, fleetFor, guid, type Json } from "../support/plan.ts";

const CONTACT = "azapi_resource.security_contact";
const BUDGET = "azurerm_consumption_budget_subscription.monthly";
/** Controls that these plans lack; they were made from a smaller baseline. */
const MORE = `exceptions:\n${["activity-log-alerts", "resource-health-alert"]
  .map(
    (control) =>
      `  - { control: ${control}, reason: is done by hand, approvedBy: bob@fabrikam.example, expires: 2027-03-31 }\n`,
  )
  .join("")}`;

/** A stack that declares the resources of a plan, by the baseline's constructs but for those that are named. */
function declarationOf(plan: Json, besides: readonly string[] = []): Json {
  const resource: Json = {};
  for (const { address, mode, name, type } of plan.resource_changes) {
    if (mode !== "managed") continue;
    resource[type] ??= {};
    const part = besides.includes(address) ? "own" : "baseline";
    resource[type][name] = { "//": { metadata: { path: `${guid(1)}/${part}/${name}/Resource` } } };
  }
  return { resource };
}

async function whyNotSafe(
  plan: Json,
  declaration: Json = declarationOf(plan),
  isRemainder = false,
  stack = guid(1),
) {
  const judge = await SafePlans.of(fleetFor([stack], { more: MORE }), TODAY);
  return judge.whyNotSafe({ stack, json: JSON.stringify(plan), declaration }, isRemainder);
}

/** A budget that was deleted in Azure, and a contact that was changed there. */
const drifted = () => azurePlanJson("07-drift-budget-gone");

test("a plan that writes back what was deployed last is safe", async () => {
  expect(await whyNotSafe(drifted())).toEqual([]);
});

test("an import that changes nothing is safe", async () => {
  const plan = drifted();
  changeOf(plan, "azurerm_cost_anomaly_alert.anomaly").change.importing = { id: "/subscriptions/x" };
  expect(await whyNotSafe(plan)).toEqual([]);
});

test("a first deployment is a rollout", async () => {
  const why = await whyNotSafe(azurePlanJson("01-create"));
  expect(why[0]).toBe(
    `it would create ${CONTACT}, which the state does not have: the stack is not the one that was last deployed`,
  );
});

test.each([
  ["an amount", (plan: Json) => (changeOf(plan, BUDGET).change.after.amount = 2000), `amount of ${BUDGET}`],
  [
    "an address",
    (plan: Json) =>
      (changeOf(plan, CONTACT).change.after.body.properties.emails =
        "soc@fabrikam.example;security@contoso.example;new@fabrikam.example"),
    `body.properties.emails of ${CONTACT}`,
  ],
  [
    "a threshold",
    (plan: Json) => (changeOf(plan, BUDGET).change.after.notification[0].threshold = 90),
    `notification[0].threshold of ${BUDGET}`,
  ],
  [
    "a notification more",
    (plan: Json) => {
      const { notification } = changeOf(plan, BUDGET).change.after;
      notification.push({ ...notification[0], threshold: 70 });
    },
    `notification of ${BUDGET}`,
  ],
])("%s that was not deployed yet makes it a rollout", async (_, change, place) => {
  const plan = drifted();
  change(plan);
  expect((await whyNotSafe(plan))[0]).toBe(`${place} is not what was last deployed: this is a rollout`);
});

test("an update of what did not drift is a rollout", async () => {
  const plan = drifted();
  const { change } = changeOf(plan, "azurerm_monitor_action_group.operations");
  change.actions = ["update"];
  change.after = { ...change.before, short_name: "other" };
  expect(await whyNotSafe(plan)).toEqual([
    "short_name of azurerm_monitor_action_group.operations is not what was last deployed: this is a rollout",
  ]);
});

test("only a time that the stack computes may differ in the text", async () => {
  const plan = drifted();
  const declaration = declarationOf(plan);
  changeOf(plan, BUDGET).change.after.time_period[0].start_date = "2026-11-01T00:00:00Z";
  expect(await whyNotSafe(plan, declaration)).toHaveLength(1);
  const block = declaration.resource.azurerm_consumption_budget_subscription.monthly;
  block.time_period = { start_date: '${formatdate("YYYY-MM", plantimestamp())}-01T00:00:00Z' };
  expect(await whyNotSafe(plan, declaration)).toEqual([]);
  changeOf(plan, BUDGET).change.after.time_period[0].start_date = "2026-11-01T00:00:00+";
  expect((await whyNotSafe(plan, declaration))[0]).toContain("this is a rollout");
});

test.each([
  [
    "deletes",
    "03-security-contact-deleted",
    guid(1),
    /it would delete azapi_resource.security_contact; .*security-contact fails/,
  ],
  [
    "replaces",
    "05-budget-replaced",
    guid(1),
    /it would replace azurerm_consumption_budget_subscription.monthly/,
  ],
  [
    "imports and changes",
    "08-adopt-existing-contact",
    guid(2),
    /it would import azapi_resource.security_contact and change it: the customer may have set these values/,
  ],
])("a plan that %s waits", async (_, name, stack, reason) => {
  const plan = azurePlanJson(name);
  expect((await whyNotSafe(plan, declarationOf(plan), false, stack)).join("; ")).toMatch(reason);
});

test.each([
  ["moves", (entry: Json) => (entry.previous_address = "azapi_resource.old"), `it would move ${CONTACT}`],
  ["forgets", (entry: Json) => (entry.change.actions = ["forget"]), `it would forget ${CONTACT}`],
  [
    "does something new to",
    (entry: Json) => (entry.change.actions = ["defer"]),
    `it would do something unknown to ${CONTACT}`,
  ],
])("a plan that %s a resource waits", async (_, change, reason) => {
  const plan = drifted();
  change(changeOf(plan, CONTACT));
  expect((await whyNotSafe(plan)).join("; ")).toContain(reason);
});

test("an object left over from a replacement waits", async () => {
  const plan = drifted();
  plan.resource_changes.push({ ...changeOf(plan, CONTACT), deposed: "1234" });
  expect((await whyNotSafe(plan)).join("; ")).toContain(
    `${CONTACT} has an object left over from a replacement`,
  );
});

test("resources that an app declares beside the baseline wait for review", async () => {
  const plan = drifted();
  expect(await whyNotSafe(plan, declarationOf(plan, [BUDGET]))).toEqual([
    `${BUDGET} is not a resource of the baseline`,
  ]);
});

test("an incomplete plan waits for review, and so does one that invokes an action or changes an output", async () => {
  expect((await whyNotSafe({ ...drifted(), complete: false })).join()).toContain("incomplete");
  expect((await whyNotSafe({ ...drifted(), errored: true })).join()).toContain("error");
  const output = {
    output_changes: { id: { actions: ["update"], before: "a", after: "b", after_unknown: false } },
  };
  expect(await whyNotSafe({ ...drifted(), ...output })).toEqual([
    "the output id is not what was last deployed: this is a rollout",
  ]);
  const invoked = {
    action_invocations: [{ address: "action.azapi_resource_action.x", type: "azapi_resource_action" }],
  };
  expect((await whyNotSafe({ ...drifted(), ...invoked })).join()).toContain("it invokes the action");
});

test("the rest of a safe plan is not compared with a state that no longer contains its values", async () => {
  const plan = drifted();
  plan.resource_drift = plan.resource_drift.filter(({ address }: Json) => address !== BUDGET);
  expect(await whyNotSafe(plan)).toHaveLength(1);
  expect(await whyNotSafe(plan, declarationOf(plan), true)).toEqual([]);
});
