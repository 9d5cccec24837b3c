import { parse } from "junit2json";
import { describe, expect, test } from "vitest";
import { renderReview } from "../../src/output/index.ts";
import { allHostile, hostileFleet } from "../support/hostile.ts";
import { guid, NOW, reviewOf, smallFleet, smallReview } from "../support/review.ts";

const fleet = smallFleet();
const text = renderReview(smallReview(fleet), "junit", { fleet, now: NOW });

/** The attributes of each element in Jenkins' schema, junit-10.xsd, as far as this format uses them. */
const SCHEMA: Readonly<Record<string, readonly string[]>> = {
  testsuites: ["name", "tests", "failures", "errors"],
  testsuite: ["name", "tests", "failures", "errors", "skipped", "time", "timestamp"],
  testcase: ["name", "classname", "time"],
  failure: ["type", "message"],
  error: ["type", "message"],
  skipped: ["type", "message"],
};

async function suitesOf(xml: string) {
  const read = await parse(xml);
  if (!read) throw new Error("nothing was read");
  const { errors, failures, tests } = read;
  return { errors, failures, tests, testsuite: ("testsuite" in read ? read.testsuite : undefined) ?? [] };
}

describe("JUnit of a review", () => {
  test("has a suite for each customer and a case for each control and subscription", async () => {
    const { errors, failures, testsuite, tests } = await suitesOf(text);
    expect(testsuite.map(({ name, tests: count }) => [name, count])).toEqual([
      ["bellows", 7],
      ["contoso", 21],
      ["fourth-coffee", 21],
      ["lucerne", 14],
    ]);
    expect([tests, failures, errors]).toEqual([63, 2, 7]);
    for (const suite of testsuite) {
      expect(suite.testcase).toHaveLength(suite.tests ?? 0);
      const having = (kind: "failure" | "error" | "skipped") =>
        suite.testcase?.filter((one) => one[kind] !== undefined).length;
      expect([having("failure"), having("error"), having("skipped")]).toEqual([
        suite.failures,
        suite.errors,
        suite.skipped,
      ]);
    }
    const names = testsuite.flatMap(({ testcase = [] }) => testcase.map(({ name }) => name));
    expect(new Set(names).size).toBe(63);
  });

  test("has a failure with its line, its subscription and the fix", async () => {
    const { testsuite } = await suitesOf(text);
    const failed = testsuite.flatMap(({ testcase = [] }) => testcase.filter(({ failure }) => failure));
    expect(failed.map(({ classname, name }) => [classname, name])).toEqual([
      ["fourth-coffee/shop", "fourth-coffee/shop security-contact"],
      ["fourth-coffee/data", "fourth-coffee/data budget"],
    ]);
    const [failure] = failed[0]?.failure ?? [];
    expect(failure?.message).toBe('there is no security contact named "default"');
    expect(failure?.type).toBe("critical");
    expect(failure?.inner).toMatch(
      new RegExp(
        `^[\\w.-]+/customers/fourth-coffee.yaml:5:5\\nsubscription ${guid(4)}\\nTo do: declare a SecurityContact`,
      ),
    );
  });

  test("reports an unknown control as an error and skips an excepted one with the reason", async () => {
    const { testsuite } = await suitesOf(text);
    const cases = testsuite.flatMap(({ testcase = [] }) => testcase);
    const unknown = cases.filter(({ error }) => error);
    expect(unknown).toHaveLength(7);
    expect(unknown.every(({ name }) => name?.startsWith("lucerne/web "))).toBe(true);
    expect(text).toContain(
      '<skipped message="excepted until 2026-12-06: Sandbox is reset every night; the alert only ever fires on the reset (approved by bob@fabrikam.example)"/>',
    );
  });

  test("uses only elements and attributes of Jenkins' schema", () => {
    for (const [, element = "", attributes = ""] of text.matchAll(/<([a-z]+)((?: [a-z]+="[^"]*")*)\/?>/g)) {
      const names = [...attributes.matchAll(/ ([a-z]+)=/g)].map((match) => match[1] ?? "");
      expect(SCHEMA[element]).toEqual(expect.arrayContaining(names));
    }
  });

  test("is readable for an empty fleet", async () => {
    const empty = renderReview(reviewOf({ subscriptions: [] }), "junit", { fleet, now: NOW });
    expect((await suitesOf(empty)).tests).toBe(0);
  });

  test("is readable with hostile texts, which add no elements", async () => {
    const review = allHostile();
    const hostile = renderReview(review, "junit", { fleet: hostileFleet, now: NOW });
    const { testsuite, tests } = await suitesOf(hostile);
    const cases = testsuite.flatMap(({ testcase = [] }) => testcase);
    expect(cases).toHaveLength(tests ?? 0);
    expect(cases).toHaveLength(review.subscriptions.reduce((sum, { findings }) => sum + findings.length, 0));
    const written = [...hostile.matchAll(/<([a-z]+)/g)].map((match) => match[1] ?? "");
    expect(written.filter((element) => !(element in SCHEMA))).toEqual([]);
    expect(hostile).not.toMatch(/[^\P{C}\n]|[\ufffe\uffff]/u);
  });
});
