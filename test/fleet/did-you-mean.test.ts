import { expect, test } from "vitest";
import { didYouMean, nearestWord } from "../../src/fleet/did-you-mean.ts";
import { startEffort } from "../support/effort.ts";

const KEYS = ["location", "budget", "securityContact", "cost-anomaly-alert"];

test.each([
  ["locaton", "location"],
  ["lcoation", "location"],
  ["BUDGET", "budget"],
  ["budgets", "budget"],
  ["securitycontact", "securityContact"],
  ["securityContatc", "securityContact"],
  ["cost-anomaly", "cost-anomaly-alert"],
])("%s suggests %s", (word, meant) => {
  expect(nearestWord(word, KEYS)).toBe(meant);
});

test.each(["tags", "x", "", "contacts"])("%j has no suggestion", (word) => {
  expect(nearestWord(word, KEYS)).toBeUndefined();
});

test("swapping two neighbors is one error", () => {
  expect(nearestWord("bu", ["ub"])).toBe("ub");
});

test("the suggestion is a question", () => {
  expect(didYouMean("budgte", KEYS)).toBe('Did you mean "budget"?');
});

test("long words and many candidates cost little", () => {
  const many = Array.from({ length: 100_000 }, (_, index) => `subscription-${index}`);
  const effort = startEffort();
  nearestWord("x".repeat(1_000_000), many);
  nearestWord("subscription-none-of-these", many);
  expect(effort()).toBeLessThan(50);
});
