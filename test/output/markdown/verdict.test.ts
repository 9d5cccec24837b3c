import { describe, expect, test } from "vitest";
import type { Judgement } from "../../../src/controls/index.ts";
import { assess } from "../../../src/output/markdown/assessment.ts";
import { verdict } from "../../../src/output/markdown/verdict.ts";
import {
  fleetOfSize,
  NO_CONTACT,
  type Planned,
  resourceChange,
  reviewOf,
  smallFleet,
} from "../../support/review.ts";

const fleet = fleetOfSize(20, 60);
const fails = (message = "there is none"): Judgement => ({ status: "fail", message });

const first = (count: number, planned: Planned) => (_: unknown, index: number) =>
  index < count ? planned : {};

describe("the verdict", () => {
  test("counts subscriptions with failed controls, the most severe first", () => {
    const review = reviewOf(fleet, (_, index) => ({
      after: {
        ...(index < 3 ? { "security-contact": NO_CONTACT } : {}),
        ...(index < 1100 ? { "cost-anomaly-alert": fails() } : {}),
        ...(index < 2 ? { budget: fails() } : {}),
      },
    }));
    expect(verdict(review)).toBe(
      "After this pull request **3 of 1,200 subscriptions have no security contact**, 2 have no budget, 1,100 have no cost anomaly alert",
    );
  });

  test("counts controls past the third", () => {
    const after = {
      "security-contact": fails(),
      budget: fails(),
      "action-group": fails(),
      "cost-anomaly-alert": fails(),
      "activity-log-alerts": fails(),
    };
    expect(verdict(reviewOf(fleet, first(1, { after })))).toMatch(/, 2 more controls fail$/);
  });

  test("uses the singular for one subscription", () => {
    const one = reviewOf(fleet, first(1, { after: { "activity-log-alerts": fails() } }));
    expect(verdict(one)).toBe(
      "After this pull request **1 of 1,200 subscriptions lacks activity log alerts**",
    );
    const alone = reviewOf(fleetOfSize(1, 1), first(1, { after: { budget: fails() } }));
    expect(verdict(alone)).toBe("After this pull request **1 of 1 subscription has no budget**");
  });

  test("distinguishes a missing resource from an inadequate one", () => {
    const disabled: Judgement = {
      status: "fail",
      message: "it is disabled",
      resource: "azapi_resource.contact",
    };
    const review = reviewOf(fleet, first(2, { after: { "security-contact": disabled } }));
    expect(verdict(review)).toBe(
      "After this pull request **2 of 1,200 subscriptions have no adequate security contact**",
    );
  });

  test("reports full coverage and the number of exceptions", () => {
    expect(verdict(reviewOf(fleet))).toBe(
      "After this pull request **all 1,200 subscriptions have their whole baseline**",
    );
    expect(verdict(reviewOf(smallFleet()))).toBe(
      "After this pull request **all 9 subscriptions have their whole baseline**, 1 of them with exceptions",
    );
    expect(verdict(reviewOf(fleetOfSize(1, 1)))).toBe(
      "After this pull request **the one subscription has its whole baseline**",
    );
  });

  test("does not count unknown controls as failed", () => {
    const unknown: Judgement = { status: "unknown", message: "known after apply" };
    expect(verdict(reviewOf(fleet, first(40, { after: { budget: unknown } })))).toBe(
      "After this pull request **it is not known whether 40 of 1,200 subscriptions have their whole baseline**",
    );
  });

  test("states first what was not reviewed", () => {
    const problem = { file: "a.json", message: "it is empty", kind: "unreadable" } as const;
    expect(verdict(reviewOf(fleet, () => ({}), [problem]))).toBe(
      "**1 plan file not reviewed, or not reliably**. As far as it was reviewed, after this pull request **all 1,200 subscriptions have their whole baseline**",
    );
  });

  test("is a sentence of its own for an empty fleet", () => {
    expect(verdict(reviewOf({ subscriptions: [] }))).toMatch(/^\*\*The fleet has no subscriptions\*\*/);
  });
});

describe("the assessment", () => {
  test("is red when a control gets worse", () => {
    const review = reviewOf(
      fleet,
      first(3, { after: { "security-contact": NO_CONTACT }, before: { "security-contact": "pass" } }),
    );
    expect(assess(review)).toEqual({
      alert: "CAUTION",
      sentences: [
        "**This pull request makes 3 subscriptions worse:** `security-contact` passes now and will not afterwards.",
      ],
    });
  });

  test("is amber when the baseline is weakened or the review is incomplete", () => {
    const touched = reviewOf(
      fleet,
      first(2, { changes: [resourceChange({ warnings: ["drops a recipient"] })] }),
    );
    expect(assess(touched)).toEqual({
      alert: "WARNING",
      sentences: [
        "**Needs review:** baseline resources of 2 subscriptions are weakened.",
        "No control gets worse.",
      ],
    });
    const partial = reviewOf(
      fleet,
      first(1, { coverage: { state: "not-reviewed", reason: "it ended with an error" } }),
    );
    expect(assess(partial).alert).toBe("WARNING");
    expect(assess(partial).sentences[0]).toBe("**The review is incomplete.**");
  });

  test("is blue when findings stay open, green when all pass", () => {
    const open = reviewOf(fleet, first(2, { after: { budget: fails() } }));
    expect(assess(open)).toEqual({ alert: "NOTE", sentences: ["**Nothing gets worse.**"] });
    const solved = reviewOf(fleet, first(2, { before: { budget: "fail" } }));
    expect(assess(solved)).toEqual({
      alert: "TIP",
      sentences: ["**Nothing gets worse.**", "2 findings are solved."],
    });
  });
});
