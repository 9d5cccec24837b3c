import { afterEach, beforeEach, expect, test } from "vitest";
import { anyOf, type Control, resourcesSeen, useCustomControls } from "../../src/controls/index.ts";
import { attribute, joined, useResourceMappers } from "../../src/evidence/index.ts";
import {
  azurePlanJson,
  fleetFor,
  guid,
  planFile,
  reviewOne,
  reviewPlans,
  statuses,
  warningsIn,
} from "../support/plan.ts";

const LOCKS = "Microsoft.Authorization/locks";
const ID = guid(1);
const SCOPE = `/subscriptions/${ID}/resourceGroups/rg-csp-baseline`;
const lock = { name: "keep", scope: SCOPE, lock_level: "ReadOnly", id: `${SCOPE}/providers/${LOCKS}/keep` };

const locked: Control = {
  id: "locked",
  title: "There is a lock",
  severity: "low",
  required: true,
  why: "We want one.",
  judgedBy: ["There is one."],
  satisfies: [],
  cannotSatisfy: [],
  check: (evidence) =>
    anyOf(
      { message: "there is no lock", fix: "declare one" },
      resourcesSeen(evidence, LOCKS).map((resource) => ({
        resource,
        criteria: [],
        success: "there is a lock",
      })),
    ),
};

beforeEach(() => {
  useCustomControls([locked]);
  const faults = useResourceMappers([
    {
      type: LOCKS,
      terraform: {
        azurerm_management_lock: (values) => {
          const name = attribute(values, "name");
          const id = joined(attribute(values, "scope"), `/providers/${LOCKS}/`, name);
          return { name, id, properties: { level: attribute(values, "lock_level") } };
        },
      },
    },
  ]);
  expect(faults).toEqual([]);
});

afterEach(() => {
  useCustomControls([]);
  useResourceMappers([]);
});

/** A real plan without changes, plus this change of a lock. */
function planOf(actions: readonly string[], before: object | null, after: object | null) {
  const plan = azurePlanJson("02-no-op");
  plan.resource_changes.push({
    address: "azurerm_management_lock.keep",
    mode: "managed",
    type: "azurerm_management_lock",
    name: "keep",
    provider_name: "registry.terraform.io/hashicorp/azurerm",
    change: { actions, before, after, after_unknown: {}, before_sensitive: false, after_sensitive: false },
  });
  return plan;
}

test("a plan with the required resource passes the app's own control", () => {
  expect(statuses(reviewOne(ID, planOf(["create"], null, lock)))).toMatchObject({ locked: "pass" });
  expect(statuses(reviewOne(ID, azurePlanJson("02-no-op")))).toMatchObject({ locked: "fail" });
});

test("a plan that destroys it makes the control worse", () => {
  const review = reviewOne(ID, planOf(["delete"], lock, null));
  expect(statuses(review)).toMatchObject({ locked: "fail" });
  expect(review.movements).toContainEqual(expect.objectContaining({ control: "locked", movement: "worse" }));
  expect(review.changes.map(({ baseline }) => baseline)).toContain(true);
  expect(warningsIn(review)).toEqual([expect.stringContaining(`the resource (${LOCKS})`)]);
});

test("the counts of a review contain the control with its title", () => {
  const { controls } = reviewPlans(fleetFor([ID]), [planFile(planOf(["create"], null, lock))]);
  expect(controls.find(({ control }) => control === "locked")).toMatchObject({
    title: "There is a lock",
    fail: 0,
  });
});

test("a resource that cannot be read makes the control unknown", () => {
  const plan = planOf(["create"], null, lock);
  plan.errored = true;
  expect(statuses(reviewOne(ID, plan))).toMatchObject({ locked: "unknown" });
});
