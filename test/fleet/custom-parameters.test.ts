import { describe, expect, it, test } from "vitest";
import { loadFleet } from "../../src/controls/load-fleet.ts";
import { formatProblem } from "../../src/fleet/index.ts";
import { CONTOSO, folderOf, PARTNER, TODAY } from "../support/fleet.ts";

const load = (partner: string, contoso = "", customControls = ["own-lock", "own-tags"]) =>
  loadFleet(
    folderOf({ "partner.yaml": `${PARTNER}${partner}`, "customers/contoso.yaml": `${CONTOSO}${contoso}` }),
    {
      today: TODAY,
      customControls,
    },
  );

function problems(...args: Parameters<typeof load>): string[] {
  const result = load(...args);
  return result.ok
    ? []
    : result.problems.map(formatProblem).map((text) => text.replace(/^.*\/(?=partner|contoso)/, ""));
}

describe("parameters of an app's custom controls", () => {
  it("merge like other values, in any shape", () => {
    const result = load(
      "  custom: { own-lock: { level: ReadOnly, groups: [a, b], deep: { x: 1, y: null } } }\n",
      "baseline: { custom: { own-lock: { groups: [c], deep: { x: false } }, own-tags: cost-centre } }\n",
    );
    expect(result.ok && result.fleet.subscriptions[0]?.baseline.custom).toEqual({
      "own-lock": { level: "ReadOnly", groups: ["c"], deep: { x: false, y: null } },
      "own-tags": "cost-centre",
    });
  });

  it("are none by default", () => {
    const result = load("");
    expect(result.ok && result.fleet.subscriptions[0]?.baseline.custom).toEqual({});
  });

  it("belong to a control of the app", () => {
    expect(problems("  custom: { own-lok: {} }\n")).toEqual([
      'partner.yaml:14:13 baseline.custom.own-lok: must be the id of a control of the app (found "own-lok"). Did you mean "own-lock"?',
    ]);
    expect(problems("  custom: { own-lock: {} }\n", "", [])).toEqual([
      'partner.yaml:14:13 baseline.custom.own-lock: must be the id of a control of the app (found "own-lock"). It is available only to verbs that run through that app.',
    ]);
  });

  const nested = (depth: number): string => (depth === 0 ? "1" : `[${nested(depth - 1)}]`);
  test.each<[string, string, string]>([
    ["deep", nested(8), "must be at most 8 levels deep"],
    ["many", `[${Array.from({ length: 1000 }, () => "1").join(", ")}]`, "must have at most 1000 values"],
    ["long", "x".repeat(4097), "must have texts of at most 4096 characters"],
    ["dangerous", "{ constructor: 1 }", "must not have the key constructor"],
  ])("are refused when they are too %s", (_, value, message) => {
    expect(problems(`  custom: { own-lock: ${value} }\n`).join()).toContain(
      `baseline.custom.own-lock: ${message}`,
    );
  });

  test("and accepted up to the limit", () => {
    for (const value of [
      nested(7),
      `[${Array.from({ length: 999 }, () => "1").join(", ")}]`,
      "x".repeat(4096),
    ]) {
      expect(problems(`  custom: { own-lock: ${value} }\n`)).toEqual([]);
    }
  });

  it("are finite", () => {
    expect(problems("  custom: { own-lock: .inf }\n")).toHaveLength(1);
    expect(problems("  custom: { OWN: 1 }\n").join()).toContain("must be the id of a control");
  });
});
