import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findingsJsonSchema } from "../../src/findings/json-schema.ts";
import { renderReview } from "../../src/output/index.ts";
import { planReport } from "../../src/output/json.ts";
import type { Review } from "../../src/review/index.ts";
import { allHostile, HOSTILE, hostileFleet, hostileReview } from "../support/hostile.ts";
import { validatorOf } from "../support/json-schema.ts";
import {
  fleetOfSize,
  guid,
  NOW,
  resourceChange,
  reviewOf,
  smallFleet,
  smallReview,
} from "../support/review.ts";

const render = (review: Review) => renderReview(review, "json", { fleet: hostileFleet, now: NOW });
const validate = validatorOf(JSON.parse(findingsJsonSchema("known")));

describe("findings/v1 of a review", () => {
  const review = smallReview(smallFleet());

  test("is valid against its schema, without further keys", () => {
    expect(validate(JSON.parse(render(review)))).toEqual([]);
  });

  test("equals the report in any layout", () => {
    expect(JSON.parse(render(review))).toEqual(JSON.parse(JSON.stringify(planReport(review))));
  });

  test("has one line for each finding, subscription and group", () => {
    const lines = render(review).split("\n");
    const { findings } = planReport(review);
    expect(lines.filter((line) => line.startsWith('    {"control":'))).toHaveLength(findings.length);
    expect(lines.filter((line) => line.startsWith('    {"subscriptionId":'))).toHaveLength(9);
    expect(lines.filter((line) => line.startsWith('    {"id":'))).toHaveLength(review.groups.length);
  });

  test("counts the changes of a subscription and lists its movements", () => {
    const change = planReport(review).changes.find(({ subscriptionName }) => subscriptionName === "sandbox");
    expect(change).toMatchObject({
      subscriptionId: guid(3),
      customer: "contoso",
      coverage: "reviewed",
      counts: {
        add: 0,
        change: 1,
        delete: 1,
        replace: 0,
        import: 0,
        move: 0,
        forget: 0,
        unrecognized: 0,
        drift: 0,
      },
      baseline: true,
      worse: [],
    });
    const shop = planReport(review).changes.find(({ subscriptionName }) => subscriptionName === "shop");
    expect([shop?.worse, shop?.better]).toEqual([["security-contact"], []]);
    const web = planReport(review).changes.find(({ subscriptionName }) => subscriptionName === "web");
    expect([web?.coverage, web?.reason, web?.plan]).toEqual([
      "not-reviewed",
      "the plan ended with an error: it holds only a part of the changes",
      "plans/lucerne-web.json",
    ]);
  });

  test("has the attributes of a change once, in its group", () => {
    const { changes, groups } = planReport(review);
    const prod = changes.find(({ subscriptionName }) => subscriptionName === "prod");
    const group = groups.find(({ id }) => id === prod?.group);
    expect(group?.subscriptions).toEqual([guid(1), guid(2)]);
    expect(group?.changes[0]?.attributes).toEqual([
      { path: "amount", before: "1000", after: "1200", sensitive: false },
    ]);
    expect(prod?.changes[0]).not.toHaveProperty("attributes");
  });

  test("counts replacements in either order, and an import that changes as both", () => {
    const fleet = fleetOfSize(1, 1);
    const actions = [
      ["delete-create"],
      ["create-delete"],
      ["import", "update"],
      ["forget"],
      ["unrecognized"],
    ] as const;
    const all = reviewOf(fleet, () => ({ changes: actions.map((one) => resourceChange({ actions: one })) }));
    expect(planReport(all).changes[0]?.counts).toEqual({
      ...{
        add: 0,
        change: 1,
        delete: 0,
        replace: 2,
        import: 1,
        move: 0,
        forget: 1,
        unrecognized: 1,
        drift: 0,
      },
    });
  });

  test("is valid for an empty fleet", () => {
    expect(validate(JSON.parse(render(reviewOf({ subscriptions: [] }))))).toEqual([]);
  });

  test("keeps hostile texts unchanged", () => {
    const report = JSON.parse(render(allHostile()));
    expect(validate(report)).toEqual([]);
    expect(report.problems.map(({ message }: { message: string }) => message)).toEqual(HOSTILE);
  });

  test("is valid for any review", () => {
    fc.assert(
      fc.property(hostileReview, (any) => {
        expect(validate(JSON.parse(render(any)))).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });
});
