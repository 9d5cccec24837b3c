import { describe, expect, test } from "vitest";
import { annotations } from "../../src/output/index.ts";
import type { Review } from "../../src/review/index.ts";
import { allHostile, HOSTILE, hostileFleet } from "../support/hostile.ts";
import {
  fleetOfSize,
  NO_CONTACT,
  NOW,
  resourceChange,
  reviewOf,
  smallFleet,
  smallReview,
} from "../support/review.ts";

const fleet = smallFleet();
const lines = (review: Review) => annotations(review, { fleet, now: NOW });

describe("annotations", () => {
  test("reports failures as errors at the fleet's lines, worsened ones first, and the rest as warnings", () => {
    const found = lines(smallReview(fleet)).map((line) => line.replace(/file=[^/]+\//, "file=fleet/"));
    expect(found).toEqual([
      '::error file=fleet/customers/fourth-coffee.yaml,line=5,col=5,title=csp-baseline%3A security-contact gets worse::fourth-coffee/shop: there is no security contact named "default". To do: declare a SecurityContact for the subscription',
      "::error file=fleet/customers/fourth-coffee.yaml,line=7,col=5,title=csp-baseline%3A budget::fourth-coffee/data: there is no budget. To do: declare a Budget",
      "::warning title=csp-baseline%3A not reviewed::lucerne/web: the plan ended with an error: it holds only a part of the changes",
      expect.stringContaining(
        "::warning title=csp-baseline%3A needs review::contoso/prod and 1 other subscription: raises the budget's amount",
      ),
      expect.stringContaining(
        "::warning title=csp-baseline%3A needs review::contoso/sandbox: raises the budget's amount",
      ),
      expect.stringContaining(
        "::warning title=csp-baseline%3A needs review::contoso/sandbox: deletes the cost anomaly alert",
      ),
      expect.stringContaining(
        "::warning title=csp-baseline%3A needs review::fourth-coffee/shop: deletes the security contact",
      ),
    ]);
  });

  test("merges equal findings of many subscriptions", () => {
    const many = fleetOfSize(10, 100);
    const review = reviewOf(many, () => ({ after: { "security-contact": NO_CONTACT } }));
    const [line, ...others] = annotations(review, { fleet: many, now: NOW });
    expect(others).toEqual([]);
    expect(line).toContain("::customer-1/sub-1 and 999 other subscriptions: there is no security contact");
  });

  test("prints at most 10 of a type and the number of the rest", () => {
    const many = fleetOfSize(10, 10);
    const review = reviewOf(many, (_, index) => ({
      after: { "security-contact": { ...NO_CONTACT, message: `none in ${index}` } },
      changes: [resourceChange({ address: `azurerm_x.y${index}`, warnings: [`weakens ${index}`] })],
    }));
    const found = annotations(review, { fleet: many, now: NOW });
    for (const type of ["error", "warning"]) {
      const ofType = found.filter((line) => line.startsWith(`::${type} `));
      expect(ofType).toHaveLength(10);
      expect(ofType[9]).toContain("::91 more: see the review");
    }
  });

  test("prints nothing when every control passes", () => {
    expect(lines(reviewOf(fleet))).toEqual([]);
  });

  test("escapes hostile texts and keeps them on one line", () => {
    const two = fleetOfSize(1, 2);
    for (const text of HOSTILE) {
      const review = reviewOf(two, () => ({ after: { budget: { status: "fail", message: text } } }));
      const [line = "", ...others] = annotations(review, { fleet: two, now: NOW });
      expect(others).toEqual([]);
      expect(line).toMatch(/^::error file=[^:,]+,line=\d+,col=\d+,title=[^:,]+::/);
      expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
      expect(line.replace(/%(?:25|3A|2C)/g, "")).not.toContain("%");
    }
  });

  test("prints only the two types of commands for hostile texts in every place", () => {
    for (const line of annotations(allHostile(), { fleet: hostileFleet, now: NOW })) {
      expect(line).toMatch(/^::(?:error|warning) [^\n]*$/);
    }
  });
});
