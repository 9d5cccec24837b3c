import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { reviewFleet } from "../../src/review/index.ts";
import { synthesizeFleet } from "../../src/synthesis/index.ts";
import { PARTNER, TODAY } from "../support/fleet.ts";
import {
  actionsIn,
  azurePlan,
  azurePlanJson,
  changeOf,
  fleetFor,
  guid,
  planFile,
  reviewOne,
  reviewPlans,
  statuses,
  warningsIn,
} from "../support/plan.ts";
import { temporaryFolder } from "../support/stack.ts";

const CONTACT = "azapi_resource.security_contact";

function except(control: string, expires: string): string {
  return `exceptions:
  - { control: ${control}, reason: Moved to the new tenant, approvedBy: bob@fabrikam.example, expires: ${expires} }
`;
}

/** Returns the plan for another subscription. */
function planOf(name: string, id: string): string {
  return JSON.stringify(azurePlanJson(name)).replaceAll(/00000000-0000-0000-0000-0000000000\d\d/g, id);
}

describe("a plan with an uncertain result is not reviewed, and never treated as a plan without changes", () => {
  test.each([
    ["errored", { errored: true, complete: false, applyable: false }, "ended with an error"],
    ["errored although marked complete", { errored: true }, "ended with an error"],
    ["incomplete", { complete: false }, "incomplete"],
  ])("%s", (_, flags, reason) => {
    const plan = { ...azurePlanJson("02-no-op"), ...flags };
    const review = reviewPlans(fleetFor([guid(1)]), [planFile(plan)]);
    const [only] = review.subscriptions;
    expect(only?.coverage).toEqual({ state: "not-reviewed", reason: expect.stringContaining(reason) });
    expect(only?.findings.map(({ message, status }) => `${status} ${message}`)).toEqual(
      Array(7).fill(expect.stringMatching(new RegExp(`^unknown .*${reason}`))),
    );
    expect(review.problems).toMatchObject([{ kind: "not-reviewed" }]);
    expect(review.complete).toBe(false);
  });

  test("a plan without changes cannot be applied, and is complete", () => {
    const plan = azurePlanJson("02-no-op");
    expect(plan).toMatchObject({ applyable: false, errored: false });
    expect(reviewOne(guid(1), plan).coverage).toEqual({ state: "reviewed" });
  });
});

describe("a stack with another subscription", () => {
  test("is detected by the ids of its state", () => {
    const plan = azurePlanJson("02-no-op");
    for (const provider of Object.values<{ expressions: { subscription_id: unknown } }>(
      plan.configuration.provider_config,
    )) {
      provider.expressions.subscription_id = { constant_value: guid(2) };
    }
    const review = reviewPlans(fleetFor([guid(1), guid(2)]), [planFile(plan)]);
    expect(review.problems).toMatchObject([
      { kind: "wrong-subscription", message: expect.stringContaining(guid(2)) },
    ]);
    expect(review.subscriptions.map(({ coverage }) => coverage.state)).toEqual([
      "not-reviewed",
      "not-reviewed",
    ]);
    expect(review.complete).toBe(false);
  });

  test("is detected by the file's name, and the other subscription's own plan still counts", () => {
    const strange = planFile(azurePlanJson("01-create"), `${guid(2)}.json`);
    const review = reviewPlans(fleetFor([guid(1), guid(2)]), [strange, azurePlan("02-no-op")]);
    expect(review.problems).toMatchObject([{ kind: "wrong-subscription", file: strange }]);
    expect(review.subscriptions.map(({ coverage }) => coverage.state)).toEqual(["reviewed", "not-reviewed"]);
  });
});

describe("the set of plans", () => {
  test("uses the first by name of two plans for one subscription", () => {
    const [first, second] = [
      planFile(azurePlanJson("02-no-op"), "a.json"),
      planFile(azurePlanJson("03-security-contact-deleted"), "b.json"),
    ];
    const order = first < second ? [first, second] : [second, first];
    const review = reviewPlans(fleetFor([guid(1)]), [second, first]);
    expect(review.subscriptions[0]?.plan).toBe(order[0]);
    expect(review.problems).toMatchObject([
      { kind: "duplicate", file: order[1], message: expect.stringContaining(order[0] ?? "") },
    ]);
    expect(review.complete).toBe(false);
  });

  test("a plan of a subscription outside of the fleet is a problem and makes the verdict incomplete", () => {
    const review = reviewPlans(fleetFor([guid(9)]), [azurePlan("02-no-op")]);
    expect(review.problems).toMatchObject([
      { kind: "unknown-subscription", message: expect.stringContaining(guid(1)) },
    ]);
    expect(review.complete).toBe(false);
  });

  test("reads a file once, even if it is given twice", () => {
    expect(reviewPlans(fleetFor([guid(1)]), [azurePlan("02-no-op"), azurePlan("02-no-op")]).problems).toEqual(
      [],
    );
  });

  test("judges a subscription by its stack when another plan has one kind of its resources", () => {
    const plan = azurePlanJson("01-create");
    const other = JSON.parse(JSON.stringify(changeOf(plan, CONTACT)));
    other.address = `${CONTACT}2`;
    other.name = "security_contact2";
    other.change.after.parent_id = `/subscriptions/${guid(2)}`;
    plan.resource_changes.push(other);
    const { problems, subscriptions } = reviewPlans(fleetFor([guid(1), guid(2)]), [planFile(plan)]);
    expect(problems).toEqual([]);
    expect(subscriptions.map((one) => actionsIn(one).length)).toEqual([6, 1]);
    expect(subscriptions.map((one) => statuses(one)["security-contact"])).toEqual(["pass", "pass"]);
    expect(subscriptions.map(({ coverage }) => coverage.state)).toEqual(["reviewed", "no-plan"]);
    expect(subscriptions.map((one) => statuses(one)["budget"])).toEqual(["pass", "pass"]);
  });
});

describe("a subscription without a plan", () => {
  test("is judged by the stack built in memory", () => {
    const review = reviewPlans(fleetFor([guid(1), guid(2), guid(3)]), []);
    expect(review.subscriptions.map(({ coverage }) => coverage.state)).toEqual([
      "no-plan",
      "no-plan",
      "no-plan",
    ]);
    expect(review.summary).toMatchObject({ subscriptions: 3, covered: 3, pass: 21 });
    expect(review.subscriptions[2]?.movements).toContainEqual({
      control: "budget",
      before: undefined,
      after: "pass",
      movement: "same",
    });
    expect(JSON.stringify(review.subscriptions[2]?.findings)).not.toContain(guid(1));
  });

  test("is not reviewed if its stack changed, because a failed plan must not count as no plan", () => {
    const fleet = fleetFor([guid(1), guid(2)]);
    const review = reviewFleet(fleet, {
      plans: [],
      today: TODAY,
      now: new Date(0),
      expected: [guid(1).toUpperCase()],
    });
    expect(review.subscriptions.map(({ coverage }) => coverage)).toEqual([
      { state: "not-reviewed", reason: "its stack changed, but has no plan" },
      { state: "no-plan" },
    ]);
    expect([review.complete, review.summary.unknown]).toEqual([false, 7]);
  });

  test("is judged by its synthesized stack if there is one", () => {
    const fleet = fleetFor([guid(1), guid(2)]);
    const stacks = temporaryFolder();
    synthesizeFleet(fleet, { outdir: stacks, today: TODAY });
    const stack = join(stacks, "stacks", guid(2), "cdk.tf.json");
    expect(reviewPlans(fleet, [], { stacks }).summary).toMatchObject({ covered: 2 });
    writeFileSync(stack, "{}");
    const emptied = reviewPlans(fleet, [], { stacks });
    expect(emptied.subscriptions[1]?.findings.every(({ status }) => status === "fail")).toBe(true);
    writeFileSync(stack, "{");
    const broken = reviewPlans(fleet, [], { stacks });
    expect(broken.subscriptions[1]?.findings.every(({ status }) => status === "unknown")).toBe(true);
    expect(broken.subscriptions[0]?.findings.every(({ status }) => status === "pass")).toBe(true);
  });
});

describe("exceptions", () => {
  test("an excepted control may be deleted: it is excepted before and after, and the deletion is reported", () => {
    const review = reviewOne(
      guid(1),
      azurePlan("03-security-contact-deleted"),
      fleetFor([guid(1)], { more: except("security-contact", "2027-01-31") }),
    );
    expect(review.findings[0]).toMatchObject({ status: "excepted", exception: { expires: "2027-01-31" } });
    expect(review.movements[0]).toMatchObject({ before: "excepted", after: "excepted", movement: "same" });
    expect(warningsIn(review)).toEqual(["deletes the security contact"]);
  });

  test("an expired exception has no effect, and is shown", () => {
    const review = reviewOne(
      guid(1),
      azurePlan("03-security-contact-deleted"),
      fleetFor([guid(1)], { more: except("security-contact", "2026-11-01") }),
    );
    expect(review.findings[0]).toMatchObject({ status: "fail", exception: { expires: "2026-11-01" } });
    expect(review.movements[0]).toMatchObject({ movement: "worse" });
  });
});

describe("identical plans", () => {
  test("form one group, with every subscription's own ids in its own changes", () => {
    const ids = [31, 32, 33].map(guid);
    const review = reviewPlans(
      fleetFor(ids),
      ids.map((id) => planFile(planOf("17-adopt-none", id))),
    );
    expect(review.groups).toHaveLength(1);
    expect(review.groups[0]?.subscriptions.map(({ id }) => id)).toEqual(ids);
    for (const { changes, findings, subscription } of review.subscriptions) {
      const text = JSON.stringify([changes, findings]);
      expect(text).toContain(`/subscriptions/${subscription.id}`);
      for (const other of ids) if (other !== subscription.id) expect(text).not.toContain(other);
    }
  });

  test("have the same result as when reviewed alone", () => {
    const ids = [41, 42].map(guid);
    const names = [
      "17-adopt-none",
      "16-adopt-all",
      "07-drift-budget-gone",
      "13-wrong-scope-no-receiver",
      "11-unknown-recipients",
    ];
    for (const name of names) {
      const files = ids.map((id) => planFile(planOf(name, id)));
      const together = reviewPlans(fleetFor(ids), files).subscriptions[1];
      const alone = reviewPlans(fleetFor(ids), files.slice(1)).subscriptions[1];
      expect(
        JSON.stringify(
          together?.findings.map(({ message, path, resource, status }) => ({
            message,
            path,
            resource,
            status,
          })),
        ),
      ).toBe(
        JSON.stringify(
          alone?.findings.map(({ message, path, resource, status }) => ({ message, path, resource, status })),
        ),
      );
      expect(together?.changes).toEqual(alone?.changes);
      expect(together?.drift).toEqual(alone?.drift);
      expect(together?.movements).toEqual(alone?.movements);
    }
  });

  test("with different values form two groups, the larger first", () => {
    const ids = [51, 52, 53].map(guid);
    const files = ids.map((id, index) =>
      planFile(
        planOf("17-adopt-none", id).replaceAll("+14255550100", index === 0 ? "+14255550999" : "+14255550100"),
      ),
    );
    const review = reviewPlans(fleetFor(ids), files);
    expect(review.groups.map(({ subscriptions }) => subscriptions.length)).toEqual([2, 1]);
  });

  test("with another baseline are judged by that baseline", () => {
    const ids = [61, 62].map(guid);
    const fleet = fleetFor(ids.slice(0, 1), {
      partner: PARTNER,
      more: `  - { id: ${ids[1]}, name: strict, baseline: { budget: { amount: 10 } } }\n`,
    });
    const review = reviewPlans(
      fleet,
      ids.map((id) => planFile(planOf("16-adopt-all", id))),
    );
    expect(review.subscriptions.map((one) => statuses(one)["budget"])).toEqual(["pass", "fail"]);
  });

  test("made at other times are identical", () => {
    const ids = [71, 72].map(guid);
    const files = ids.map((id, index) =>
      planFile(
        planOf("16-adopt-all", id).replace(
          /"timestamp":"[^"]*"/,
          `"timestamp":"2026-11-2${index}T00:00:00Z"`,
        ),
      ),
    );
    const review = reviewPlans(fleetFor(ids), files);
    expect(review.groups.map(({ subscriptions }) => subscriptions.length)).toEqual([2]);
  });
});

test("the review does not depend on the order of the files or on its time", () => {
  const files = ["01-create", "08-adopt-existing-contact", "13-wrong-scope-no-receiver"].map(azurePlan);
  const fleet = fleetFor([1, 2, 7].map(guid));
  const key = (review: ReturnType<typeof reviewPlans>) =>
    JSON.stringify([review.groups.map(({ id }) => id), review.controls, review.summary]);
  expect(key(reviewPlans(fleet, files.toReversed(), { now: new Date(0) }))).toBe(
    key(reviewPlans(fleet, files)),
  );
});

test("accepts a stack folder without stacks", () => {
  const stacks = temporaryFolder();
  mkdirSync(join(stacks, "stacks"));
  expect(reviewPlans(fleetFor([guid(1)]), [], { stacks }).summary.covered).toBe(1);
});
