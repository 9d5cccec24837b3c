import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as constructs from "../../../constructs/index.ts";
import * as controls from "../../../src/controls/index.ts";
import * as evidence from "../../../src/evidence/index.ts";
import * as stacks from "../../../stacks/index.ts";
import { apiPage, firstSentence } from "../../../tools/pages/api.ts";

const root = new URL("../../../", import.meta.url);
const page = apiPage(root);

/** Returns the section of an entry point. */
function sectionOf(entry: string): string {
  const [, section] = page.split(`\n## ${entry}\n`);
  return section?.split("\n## ")[0] ?? "";
}

test("every entry point of package.json with modules has a section", () => {
  const { exports } = JSON.parse(readFileSync(new URL("package.json", root), "utf8"));
  const entries = Object.keys(exports).filter((entry) => !/\.json$|\*/.test(entry));
  expect(entries.length).toBeGreaterThan(10);
  for (const entry of entries) expect(sectionOf(`csp-baseline${entry.slice(1)}`).trim()).not.toBe("");
});

test.each(Object.entries({ constructs, controls, evidence, stacks }))(
  "the section of %s names every export of the module",
  (entry, module) => {
    const section = sectionOf(`csp-baseline/${entry}`);
    for (const name of Object.keys(module)) expect(section).toMatch(new RegExp(`^\\| \\[?\`${name}\``, "m"));
  },
);

test("every export has a sentence, except those of the engine", () => {
  const without = [...page.matchAll(/^\| \[?`(\w+)`.*\|\s*\|$/gm)].map(([, name]) => name);
  expect(without).toEqual(["App"]);
});

test("constructs and controls link to their pages, which exist", () => {
  const links = [...page.matchAll(/\]\(((?:constructs|controls)\/[^)]+)\)/g)].map(([, path]) => path ?? "");
  expect(links).toContain("constructs/security-contact.md");
  expect(links).toContain("controls/security-contact.md");
  for (const path of links)
    expect(readFileSync(new URL(`docs/${path}`, root), "utf8")).toMatch(/^(<!--[^\n]*\n+)?# /);
});

test.each([
  ["One line\nbroken. And more.", "One line broken."],
  ["Of `azurerm` 4.55.0 only. `x` follows.", "Of `azurerm` 4.55.0 only."],
  ["No stop\n\nAnother paragraph.", "No stop"],
  ["By {@link Other}.", "By `Other`."],
])("the first sentence of %j", (text, sentence) => {
  expect(firstSentence(text)).toBe(sentence);
});
