import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { BENCHMARKS } from "../../../tools/bench/benchmarks.ts";
import { resultsMarkdown, withMeasured } from "../../../tools/bench/markdown.ts";
import { Results } from "../../../tools/bench/results.ts";

const BENCH = new URL("../../../tools/bench/", import.meta.url);
const measured = Results.parse(JSON.parse(readFileSync(new URL("measured.json", BENCH), "utf8")));

test("a table replaces only the text between its marks", () => {
  const page = "a\n<!-- measured: x -->\nold\n<!-- end -->\nb\n<!-- measured: y -->\nkept\n<!-- end -->\n";
  expect(withMeasured(page, new Map([["x", "new"]]))).toBe(page.replace("old", "new"));
  expect(() => withMeasured("no marks", new Map([["x", "new"]]))).toThrow("<!-- measured: x -->");
});

test("marks a missed goal, except for a fleet that is too small", () => {
  const slow = { ...measured.sides, "check.ours": { seconds: 2, quickest: 2 } };
  const sides = { ...slow, "check.peer": { seconds: 1, quickest: 1 } };
  const rendered = (subscriptions: number) =>
    resultsMarkdown(BENCHMARKS, { ...measured, subscriptions, sides });
  expect(rendered(10_000)).toContain("| `check.seconds/peer` | at most 1.5 | 2.00: not reached |");
  expect(rendered(300)).toContain("| `check.seconds/peer` | at most 1.5 | 2.00 |");
});
