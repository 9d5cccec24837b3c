import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parsePlans, readPlanText } from "../../src/review/plan-file.ts";
import {
  azurePlan,
  azurePlanJson,
  fleetFor,
  guid,
  planFile,
  reviewPlans,
  statuses,
} from "../support/plan.ts";
import { temporaryFolder } from "../support/stack.ts";

const TEXT = readFileSync(azurePlan("02-no-op"), "utf8");

/** Returns the review of a good plan of subscription 1 and a bad file. */
function beside(bad: string) {
  const review = reviewPlans(fleetFor([guid(1), guid(2)]), [azurePlan("02-no-op"), bad]);
  const [first] = review.subscriptions;
  return { review, first, problem: review.problems[0] };
}

describe("common encodings", () => {
  const swapped = (text: string) => Buffer.from(text, "utf16le").swap16();
  test.each([
    ["UTF-8 with a byte order mark", Buffer.from(`\ufeff${TEXT}`)],
    ["UTF-16 as PowerShell writes it", Buffer.from(`\ufeff${TEXT}`, "utf16le")],
    ["UTF-16 big-endian", swapped(`\ufeff${TEXT}`)],
    ["UTF-16 without a byte order mark", Buffer.from(TEXT, "utf16le")],
    ["UTF-16 big-endian without a byte order mark", swapped(TEXT)],
  ])("%s is read", (_, bytes) => {
    const review = reviewPlans(fleetFor([guid(1)]), [planFile(bytes)]);
    expect(review.problems).toEqual([]);
    expect(review.subscriptions[0]?.coverage).toEqual({ state: "reviewed" });
  });
});

describe("a file that is not a plan is reported with the reason, and the others are reviewed", () => {
  const deep = `${"[".repeat(10_000)}${"]".repeat(10_000)}`;
  test.each([
    ["empty", "", "it is empty"],
    ["white space", " \n ", "it is empty"],
    ["not JSON", "Error: no configuration", "it is not JSON"],
    ["truncated", TEXT.slice(0, TEXT.length / 2), "cut off"],
    ["two documents", `${TEXT}\n${TEXT.replace("{", "{\n")}`, "two JSON documents"],
    ["trailing garbage", `${TEXT} done`, "something follows the JSON"],
    ["a binary plan", Buffer.from("PK\u0003\u0004rest"), "terraform show -json"],
    ["the wrapper's line", `[command]/usr/bin/terraform show\n${TEXT}`, "terraform_wrapper: false"],
    ["another JSON", '{"name":"x"}', "no resource_changes"],
    ["a list", "[1]", "its top level is not an object"],
    ["deep nesting", deep, "its top level is not an object"],
    ["a state", '{"format_version":"1.0","values":{}}', "it is a state"],
    ["an unknown major", '{"format_version":"2.0","resource_changes":[]}', "version is 2"],
    ["an invalid version", '{"format_version":7,"resource_changes":[]}', "is not a version"],
    ["no changes", '{"format_version":"1.2","planned_values":{"root_module":{"resources":[{}]}}}', "missing"],
    ["changes of another kind", '{"format_version":"1.2","resource_changes":{}}', "is not a list"],
  ])("%s", (_, content, message) => {
    const { first, problem, review } = beside(planFile(content));
    expect(problem).toMatchObject({ kind: "unreadable", message: expect.stringContaining(message) });
    expect(review.complete).toBe(false);
    expect(first?.coverage).toEqual({ state: "reviewed" });
  });

  test("a missing file and a folder", () => {
    const folder = temporaryFolder();
    expect(beside(join(folder, "none.json")).problem?.message).toBe("the file does not exist");
    expect(beside(folder).problem?.message).toBe("it is a folder");
  });

  test("does not quote the text, which may contain a secret", () => {
    expect(beside(planFile('{"client_secret": hunter2}')).problem?.message).not.toContain("hunter2");
    expect(beside(planFile("hunter2")).problem?.message).not.toContain("hunter2");
  });

  test("named after a subscription, it leaves that one not reviewed", () => {
    const { review } = beside(planFile(TEXT.slice(0, 1000), `${guid(2)}.json`));
    expect(review.subscriptions[1]?.coverage).toMatchObject({ state: "not-reviewed" });
    expect(new Set(review.subscriptions[1]?.findings.map(({ status }) => status))).toEqual(
      new Set(["unknown"]),
    );
  });
});

test("reviews several plans in one file, one on each line, and reports a bad line", () => {
  const lines = [
    JSON.stringify(azurePlanJson("02-no-op")),
    '{"format_version": oops}',
    JSON.stringify(azurePlanJson("08-adopt-existing-contact")),
  ];
  const review = reviewPlans(fleetFor([guid(1), guid(2)]), [planFile(lines.join("\n"))]);
  expect(review.subscriptions.map(({ coverage }) => coverage.state)).toEqual(["reviewed", "reviewed"]);
  expect(review.problems).toMatchObject([{ kind: "unreadable", message: expect.stringContaining("line 2") }]);
});

test("reviews values nested 10,000 levels deep without a crash", () => {
  const plan = azurePlanJson("02-no-op");
  const contact = plan.resource_changes[0].change;
  contact.actions = ["update"];
  let text = JSON.stringify(plan);
  const nested = `${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`;
  text = text
    .replace('"after":{"body":{', `"after":{"deep":${nested},"body":{`)
    .replace('"after_unknown":{}', `"after_unknown":${nested}`);
  const review = reviewPlans(fleetFor([guid(1)]), [planFile(text)]);
  expect(review.problems).toEqual([]);
  expect(review.subscriptions[0]?.changes).toHaveLength(1);
});

test("unrecognized actions need review", () => {
  for (const actions of [[], ["explode"], "create", undefined, [1]]) {
    const plan = azurePlanJson("02-no-op");
    plan.resource_changes[0].change.actions = actions;
    const review = reviewPlans(fleetFor([guid(1)]), [planFile(plan)]);
    expect(review.subscriptions[0]?.changes).toMatchObject([
      { actions: ["unrecognized"], warnings: [expect.stringContaining("does not recognize")] },
    ]);
  }
});

test("a plan with missing keys or wrong types does not end the review", () => {
  const fleet = fleetFor([guid(1)]);
  const paths = fc.constantFrom(
    "resource_changes",
    "prior_state",
    "configuration",
    "variables",
    "planned_values",
    "resource_drift",
  );
  fc.assert(
    fc.property(paths, fc.jsonValue(), fc.nat(5), fc.jsonValue(), (key, value, index, change) => {
      const plan = azurePlanJson("07-drift-budget-gone");
      plan.resource_changes[index].change = change;
      plan[key] = value;
      const review = reviewPlans(fleet, [planFile(plan)]);
      expect(review.subscriptions).toHaveLength(1);
    }),
    { numRuns: 60 },
  );
});

test("any text results in plans or a message", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.array(fc.json()).map((lines) => lines.join("\n")),
      ),
      (text) => {
        const documents = parsePlans(text);
        expect(documents.length).toBeGreaterThan(0);
        for (const document of documents) expect("json" in document || document.message !== "").toBe(true);
      },
    ),
  );
});

test("a link to a folder is not a plan", () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "x.json"));
  writeFileSync(join(folder, "y.json"), "{}");
  expect(readPlanText(join(folder, "x.json"))).toEqual({ message: "it is a folder" });
  expect(readPlanText(join(folder, "y.json"))).toEqual({ text: "{}" });
});

test("reads a deeply nested text of objects", () => {
  const review = reviewPlans(fleetFor([guid(1)]), [
    planFile(`{"resource_changes":[],"x":${"[".repeat(10_000)}${"]".repeat(10_000)}}`, `${guid(1)}.json`),
  ]);
  expect(review.subscriptions[0]?.coverage).toEqual({ state: "reviewed" });
  const [only] = review.subscriptions;
  expect(only === undefined ? {} : statuses(only)).toMatchObject({ "security-contact": "fail" });
});
