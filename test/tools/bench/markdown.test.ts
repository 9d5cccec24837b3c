import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { BENCHMARKS } from "../../../tools/bench/benchmarks.ts";
import { resultsMarkdown, withMeasured } from "../../../tools/bench/markdown.ts";
import { figuresOf, Results } from "../../../tools/bench/results.ts";

const BENCH = new URL("../../../tools/bench/", import.meta.url);
const measured = Results.parse(JSON.parse(readFileSync(new URL("measured.json", BENCH), "utf8")));

test("the figures of the record match its measurements and the current goals", () => {
  expect(measured.figures).toEqual(figuresOf(BENCHMARKS, measured.sides));
});

test("a table replaces only the text between its marks", () => {
  const page = "a\n<!-- measured: x -->\nold\n<!-- end -->\nb\n<!-- measured: y -->\nkept\n<!-- end -->\n";
  expect(withMeasured(page, new Map([["x", "new"]]))).toBe(page.replace("old", "new"));
  expect(() => withMeasured("no marks", new Map([["x", "new"]]))).toThrow("<!-- measured: x -->");
});

test("marks a missed goal, except for a fleet that is too small", () => {
  const figures = [{ name: "check.seconds/peer", value: 2, goal: 1.5 }];
  const said = (subscriptions: number) =>
    resultsMarkdown(BENCHMARKS, { ...measured, subscriptions, figures });
  expect(said(10_000)).toContain("| `check.seconds/peer` | at most 1.5 | 2.00: not reached |");
  expect(said(300)).toContain("| `check.seconds/peer` | at most 1.5 | 2.00 |");
});
