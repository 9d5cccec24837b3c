import { describe, expect, test } from "vitest";
import { markdown } from "../../src/output/markdown/markdown.ts";
import {
  azurePlanJson,
  changeOf,
  fleetFor,
  guid,
  type Json,
  NOW,
  planFile,
  reviewPlans,
  statuses,
  warningsIn,
} from "../support/plan.ts";

const BUDGET = "azurerm_consumption_budget_subscription.monthly";
const CONTACT = "azapi_resource.security_contact";
const GROUP = "azurerm_monitor_action_group.operations";
const A = guid(1);
const B = guid(2);

/** Returns the plan with only these resources, as if they had a state of their own. */
function only(plan: Json, wanted: (address: string) => boolean): Json {
  plan.resource_changes = plan.resource_changes.filter((one: Json) => wanted(one.address));
  const { root_module: root } = plan.configuration;
  root.resources = root.resources.filter((one: Json) => wanted(one.address) || one.mode === "data");
  const state = plan.prior_state?.values?.root_module;
  if (state?.resources !== undefined)
    state.resources = state.resources.filter((one: Json) => wanted(one.address));
  return plan;
}

function except(...left: readonly string[]): Json {
  return only(azurePlanJson("02-no-op"), (address) => !left.includes(address));
}

/** A central plan for a whole organization: its provider is for a subscription that is not in the fleet. */
function central(resources: Json[]): Json {
  const plan = only(azurePlanJson("02-no-op"), () => false);
  plan.resource_changes = resources;
  for (const key of ["azurerm", "azapi"])
    plan.configuration.provider_config[key].expressions.subscription_id = { constant_value: guid(99) };
  return plan;
}

/** Copies a resource of the fixture to another subscription. */
function copyOf(address: string, subscription: string, name: string): Json {
  const text = JSON.stringify(changeOf(azurePlanJson("02-no-op"), address)).replaceAll(A, subscription);
  return { ...JSON.parse(text), address: `${address}_${name}`, name: `monthly_${name}` };
}

function deleted(entry: Json): Json {
  entry.change = { ...entry.change, actions: ["delete"], after: null };
  return entry;
}

function review(...plans: Json[]) {
  return reviewPlans(
    fleetFor([A, B]),
    plans.map((plan, index) => planFile(plan, `${index}.json`)),
  );
}

describe("the plans of one subscription", () => {
  test("are judged together, in any order of their files", () => {
    const cost = () => only(azurePlanJson("02-no-op"), (address) => /budget|anomaly/.test(address));
    const security = () => only(azurePlanJson("02-no-op"), (address) => address === CONTACT);
    const monitoring = () =>
      only(azurePlanJson("02-no-op"), (address) => /group|service_health|rg/.test(address));
    for (const plans of [
      [cost(), security(), monitoring()],
      [monitoring(), cost(), security()],
    ]) {
      const [prod] = review(...plans).subscriptions;
      expect(statuses(prod ?? expect.fail())).toMatchObject({
        ...{ budget: "pass", "cost-anomaly-alert": "pass", "security-contact": "pass" },
        ...{ "action-group": "pass", "service-health-alert": "pass" },
      });
      expect(prod?.plans).toHaveLength(3);
    }
  });

  test("show the loss of a resource that one deletes and another keeps", () => {
    const keeps = except();
    const deletes = central([deleted({ ...copyOf(BUDGET, A, "x") })]);
    const result = review(keeps, deletes);
    const [prod] = result.subscriptions;
    expect(prod?.movements.find(({ control }) => control === "budget")).toMatchObject({
      ...{ before: "pass", after: "fail", movement: "worse" },
    });
    expect(result.groups).toHaveLength(1);
    expect(result.problems).toEqual([]);
  });

  test("leave a control unknown if one deletes and another creates its resource", () => {
    const deletes = central([deleted(copyOf(BUDGET, A, "x"))]);
    const makes = except();
    const { change } = changeOf(makes, BUDGET);
    Object.assign(change, { actions: ["update"], before: { ...change.before, amount: 900 } });
    const [prod] = review(makes, deletes).subscriptions;
    expect(statuses(prod ?? expect.fail())["budget"]).toBe("unknown");
  });

  test("of the same state are a problem, and the review is incomplete", () => {
    const loses = except();
    deleted(changeOf(loses, BUDGET));
    const result = review(except(), loses);
    expect(result.problems).toMatchObject([
      { kind: "duplicate", message: expect.stringContaining("same state") },
    ]);
    expect(result.complete).toBe(false);
    expect(statuses(result.subscriptions[0] ?? expect.fail())["budget"]).toBe("fail");
    const text = markdown(result, { fleet: fleetFor([A, B]), now: NOW });
    expect(text).toMatch(/^### \*\*1 plan file not reviewed/);
    expect(text).toContain("1 subscription changes (1 to delete)");
  });

  test("are not reviewed if one of them ended with an error", () => {
    const failed = only(azurePlanJson("02-no-op"), (address) => address === BUDGET);
    failed.errored = true;
    const loses = except(BUDGET);
    deleted(changeOf(loses, CONTACT));
    const [prod] = review(loses, failed).subscriptions;
    expect(prod?.coverage.state).toBe("not-reviewed");
    expect(new Set(Object.values(statuses(prod ?? expect.fail())))).toEqual(new Set(["unknown"]));
    expect(warningsIn(prod ?? expect.fail())).toEqual(["deletes the security contact"]);
  });
});

describe("a plan with one kind of resource of another subscription", () => {
  test("adds to the subscription's own plan", () => {
    const budgets = central([copyOf(BUDGET, A, "a"), copyOf(BUDGET, B, "b")]);
    const [prod, dev] = review(budgets, except(BUDGET)).subscriptions;
    expect(statuses(prod ?? expect.fail())).toMatchObject({ budget: "pass", "security-contact": "pass" });
    expect(dev?.coverage.state).toBe("no-plan");
    expect(Object.values(statuses(dev ?? expect.fail()))).not.toContain("fail");
  });

  test("does not make the subscription's other controls fail", () => {
    const plan = except();
    plan.resource_changes.push(copyOf(GROUP, B, "hub"));
    const [, dev] = review(plan).subscriptions;
    expect(dev?.coverage.state).toBe("no-plan");
    expect(Object.values(statuses(dev ?? expect.fail()))).not.toContain("fail");
  });

  test("shows the resource that it removes there", () => {
    const [, dev] = review(central([deleted(copyOf(BUDGET, B, "b"))])).subscriptions;
    expect(warningsIn(dev ?? expect.fail())).toEqual(["deletes the budget"]);
  });
});
