import { basename } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Position } from "../../../src/fleet/index.ts";
import { MARKER, type RenderContext, renderReview, stepSummary } from "../../../src/output/index.ts";
import type { Review } from "../../../src/review/index.ts";
import { allHostile, hostileFleet, hostileReview } from "../../support/hostile.ts";
import { parseMarkdown } from "../../support/markdown.ts";
import {
  fleetOfSize,
  guid,
  largeReview,
  NO_CONTACT,
  NOW,
  resourceChange,
  reviewOf,
  smallFleet,
  smallReview,
} from "../../support/review.ts";

const RUN = "https://github.com/fabrikam/fleet/actions/runs/1";
const contextOf = (fleet: RenderContext["fleet"]): RenderContext => ({ fleet, now: NOW, runUrl: RUN });
const hostileContext = contextOf(hostileFleet);
const comment = (review: Review, context = hostileContext) => renderReview(review, "github", context);

const OWN_TAGS = /^\/?(?:details|summary|b|code|sub)$|^br$/;
/** Mentions, references, addresses, emoji, mathematics and hidden characters, outside of code. */
const LIVE = /@\w|#\d|\bgh-\d|:\/\/|\bwww\.|:[+\w-]+:|\$|\b[0-9a-f]{7,40}\b|\p{Cf}/iu;

function expectSound(text: string): void {
  const page = parseMarkdown(text);
  const unknown = page.tags.filter((tag) => !OWN_TAGS.test(tag));
  expect(unknown).toEqual([]);
  const count = (tag: string) => page.tags.filter((one) => one === tag).length;
  for (const tag of ["details", "summary", "b", "code", "sub"]) expect(count(tag)).toBe(count(`/${tag}`));
  // Details are never nested, so a truncated part cannot hide the rest.
  const depth = page.tags.filter((tag) => /^\/?details$/.test(tag));
  expect(depth.every((tag, index) => tag === (index % 2 === 0 ? "details" : "/details"))).toBe(true);
  for (const rows of page.tables) {
    expect(rows.length).toBeGreaterThan(1);
    expect(new Set(rows).size).toBe(1);
  }
  for (const row of text.split("\n").filter((line) => line.startsWith("|"))) expect(row).toMatch(/ \|$/);
  expect(page.text).not.toMatch(LIVE);
  expect(new Set([...page.links, RUN])).toEqual(new Set([RUN]));
  expect(page.images).toBe(0);
}

describe("the comment of a small review", () => {
  const fleet = smallFleet();
  const text = comment(smallReview(fleet), contextOf(fleet));

  test("matches the fixture", async () => {
    await expect(text).toMatchFileSnapshot("../../fixtures/review-comment.md");
  });

  test("begins with the marker and the verdict", () => {
    expect(text.split("\n").slice(0, 2)).toEqual([
      MARKER,
      "### **1 of 9 subscriptions not reviewed**. As far as it was reviewed, after this pull request **1 of 9 subscriptions has no security contact**, 1 has no budget",
    ]);
  });

  test("is sound Markdown", () => expectSound(text));

  test("equals the step summary except for the marker, and the other formats except for alerts", () => {
    const review = smallReview(fleet);
    expect(`${MARKER}\n${stepSummary(review, contextOf(fleet))}`).toBe(text);
    const markdown = renderReview(review, "markdown", contextOf(fleet));
    expect(markdown).toBe(text.replace(`${MARKER}\n`, "").replace("> [!CAUTION]\n", "> **Caution 🛑**\n>\n"));
    expect(renderReview(review, "azure-devops", contextOf(fleet))).toBe(`${MARKER}\n${markdown}`);
  });

  test("leaves out a run without a valid address", () => {
    for (const runUrl of [undefined, "javascript:alert(1)", "https://x/) ![a](https://y"]) {
      const context = { fleet, now: NOW, ...(runUrl === undefined ? {} : { runUrl }) };
      expect(comment(smallReview(fleet), context)).toMatch(
        /<sub>csp-baseline, 2026-11-24 18:56 UTC<\/sub>\n$/,
      );
    }
  });
});

describe("the comment of 5,000 subscriptions", () => {
  const fleet = fleetOfSize(250, 20);

  test("is short when all change in the same way", () => {
    const text = comment(largeReview(fleet), contextOf(fleet));
    expect(text).toContain(
      "### **12 of 5,000 subscriptions not reviewed**. As far as it was reviewed, after this pull request **3 of 5,000 subscriptions have no security contact**",
    );
    expect(text).toContain("#### Unlike the others: 9 subscriptions");
    expect(text).toMatch(/<b>4,243 subscriptions<\/b> \(.*\): 1 to change/);
    expect(text.length).toBeLessThan(10_000);
    expectSound(text);
  });

  test("keeps its limit when all differ, shows a part of each section and counts the rest", () => {
    const review = reviewOf(
      fleet,
      (_, index) => ({
        after: { "security-contact": { ...NO_CONTACT, message: `there is none in part ${index}` } },
        before: index % 2 === 0 ? { "security-contact": "pass" } : {},
        changes: [
          resourceChange({ address: `azurerm_x.y[${index}]`, actions: ["delete"], warnings: ["deletes it"] }),
        ],
        drift: [
          {
            address: `azurerm_z.y[${index}]`,
            type: "azurerm_z",
            action: "delete",
            baseline: true,
            attributes: [],
          },
        ],
      }),
      Array.from({ length: 3000 }, (_, index) => ({
        file: `plans/${index}.json`,
        message: "it is empty",
        kind: "unreadable" as const,
      })),
    );
    const text = comment(review, contextOf(fleet));
    expect(text.length).toBeLessThanOrEqual(65_000);
    expect(text.length).toBeGreaterThan(55_000);
    expectSound(text);
    const headings = [...text.matchAll(/^(?:#### |<details><summary><b>)(.*?)(?:[:,(].*)?$/gm)]
      .map((match) => match[1])
      .filter((heading) => heading !== undefined && !/^\d/.test(heading));
    expect(headings).toEqual([
      "Gets worse",
      "Needs review",
      "Changed outside of Terraform",
      "Changes",
      "Stays open",
      "Controls with findings or changes",
      "Plan files with a problem",
    ]);
    const worse =
      /#### Gets worse: 2,500 findings, 2,500 critical 🛑\n\n([\s\S]*?)\n\n\*([\d,]+) more items, about ([\d,]+) subscriptions, are left out here; the JSON artifact of \[this run\]\(<.*>\) has all of it\.\*/.exec(
        text,
      );
    const shown = (worse?.[1] ?? "").split("\n").length;
    expect(shown).toBeGreaterThan(20);
    expect(worse?.[2]).toBe((2500 - shown).toLocaleString("en-US"));
    expect(worse?.[3]).toBe(worse?.[2]);
    expect(text.endsWith("</sub>\n")).toBe(true);
  });

  test("gives a section the space that the others leave unused", () => {
    const review = reviewOf(fleet, (_, index) => ({
      changes: [resourceChange({ address: `azurerm_x.y[${index}]` })],
    }));
    const text = comment(review, contextOf(fleet));
    expect(text.length).toBeGreaterThan(64_000);
    expect(text.length).toBeLessThanOrEqual(65_000);
    expect(text).toMatch(/more items, about [\d,]+ subscriptions, are left out here/);
  });

  test("keeps a summary to 1 MiB, measured in bytes", () => {
    const review = reviewOf(fleet, (_, index) => ({
      changes: [
        resourceChange({
          address: `azurerm_x.y["é${index}"]`,
          attributes: [{ path: "名", before: "旧".repeat(150), after: "新".repeat(150), sensitive: false }],
        }),
      ],
    }));
    for (const text of [
      renderReview(review, "markdown", contextOf(fleet)),
      stepSummary(review, contextOf(fleet)),
    ]) {
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1024 * 1024);
      expect(Buffer.byteLength(text)).toBeGreaterThan(900_000);
      expectSound(text);
    }
  });
});

describe("hostile texts", () => {
  test("stay plain text in every place", () => {
    for (const format of ["github", "markdown"] as const) {
      const text = renderReview(allHostile(), format, hostileContext);
      expectSound(text);
      expect(parseMarkdown(text).comments).toEqual(format === "github" ? [MARKER] : []);
    }
  });

  test("never exceed the limit or break the page for any review", () => {
    fc.assert(
      fc.property(hostileReview, (review) => {
        const text = comment(review);
        expect(text.length).toBeLessThanOrEqual(65_000);
        expect(text).not.toMatch(/\p{Cs}/u);
        expect(parseMarkdown(text).comments).toEqual([MARKER]);
        expectSound(text);
      }),
      { numRuns: 30, interruptAfterTimeLimit: 15_000 },
    );
  });
});

describe("links to the fleet", () => {
  const fleet = smallFleet();
  const line = ({ file, line }: Position) =>
    `https://github.com/f/fleet/blob/main/${basename(file)}#L${line}`;
  const linked = (review: Review, sourceUrl = line) => comment(review, { ...contextOf(fleet), sourceUrl });

  test("lead from each named subscription to the line of its finding or its entry", () => {
    const text = linked(smallReview(fleet));
    expect(text).toMatch(/→ \*\*fail\*\* in \[`fourth-coffee\/shop`\]\(<.*\/fourth-coffee\.yaml#L\d+>\)/);
    expect(text).toMatch(/\*\*deletes the security contact\*\* in \[`fourth-coffee\/shop`\]\(</);
    expect(text).toMatch(/^- \[`lucerne\/web`\]\(<.*\/lucerne\.yaml#L\d+>\)<br>the plan ended/m);
    // A link in a summary would not expand it.
    expect(text).not.toMatch(/<summary>[^\n]*\]\(/);
  });

  test("are left out for a file outside of the repository and for an address that would end the link", () => {
    const plain = comment(smallReview(fleet), contextOf(fleet));
    expect(comment(smallReview(fleet), { ...contextOf(fleet), sourceUrl: () => undefined })).toBe(plain);
    expect(linked(smallReview(fleet), () => "https://github.com/> <img src=x>")).toBe(plain);
  });
});

test("shows counts of zero nowhere", () => {
  const fleet = smallFleet();
  expect(comment(smallReview(fleet), contextOf(fleet))).not.toMatch(/(?<![\d:,-])\b0 /);
});

test("the same review gives the same bytes", () => {
  const fleet = smallFleet();
  expect(comment(smallReview(fleet), contextOf(fleet))).toBe(
    comment(smallReview(smallFleet()), contextOf(fleet)),
  );
});

describe("an exception", () => {
  test("is shown beside the deletion that it explains, if all subscriptions have it", () => {
    const fleet = smallFleet();
    const deleted = resourceChange({
      actions: ["delete"],
      warnings: ["deletes the cost anomaly alert"],
      attributes: [],
    });
    const only = reviewOf(fleet, ({ name }) => (name === "sandbox" ? { changes: [deleted] } : {}));
    expect(comment(only, contextOf(fleet))).toContain(
      "<br>excepted there: `cost-anomaly-alert` until 2026-12-06",
    );
    const more = reviewOf(fleet, ({ name }) =>
      name === "sandbox" || name === "prod" ? { changes: [deleted] } : {},
    );
    expect(comment(more, contextOf(fleet))).not.toContain("excepted there");
  });

  test("that has ended is shown where the control fails", () => {
    const fleet = smallFleet();
    const review = reviewOf(fleet, ({ id }) =>
      id === guid(6) ? { after: { budget: { status: "fail", message: "there is no budget" } } } : {},
    );
    expect(comment(review, contextOf(fleet))).toContain("Its exception ended 2026-11-01, 23 days ago");
  });
});
