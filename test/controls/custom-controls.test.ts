import { afterEach, describe, expect, it, test } from "vitest";
import { COVERAGE_CONTROLS, LIVE_CONTROLS } from "../../src/audit/index.ts";
import { customControlFaults } from "../../src/controls/custom-controls.ts";
import {
  CONTROLS,
  type Control,
  controlById,
  controlCatalogue,
  customControlIds,
  judgeSubscription,
  useCustomControls,
} from "../../src/controls/index.ts";
import { coveredSubscription, expecting } from "../support/arm.ts";

const own: Control = {
  id: "own-control",
  title: "Ours",
  severity: "low",
  required: true,
  why: "We want it.",
  judgedBy: ["It is there."],
  satisfies: [],
  cannotSatisfy: [],
  check: () => ({ status: "pass", message: "it is there" }),
};

afterEach(() => useCustomControls([]));

describe("controls that an app brings", () => {
  it("come after the project's own, and are replaced by those of the next app", () => {
    useCustomControls([own]);
    expect(controlCatalogue()).toEqual([...CONTROLS, own]);
    expect(customControlIds()).toEqual(["own-control"]);
    expect(controlById("own-control")).toBe(own);
    useCustomControls([]);
    expect(controlCatalogue()).toEqual(CONTROLS);
  });

  it("judge like built-in ones", () => {
    useCustomControls([own]);
    const judged = judgeSubscription(coveredSubscription(), expecting());
    expect(judged.at(-1)).toEqual({ control: own, judgement: { status: "pass", message: "it is there" } });
  });

  it("are rejected together, without a change to the catalogue", () => {
    const both = () => useCustomControls([{ ...own, id: "budget" }, own, { ...own, title: "" }]);
    expect(both).toThrow(
      'the custom control "budget" has the id of a built-in control: choose another one\n' +
        'the custom control "own-control" is a duplicate: ids must be unique\n' +
        'the custom control "own-control" needs a title: one line of at most 120 characters',
    );
    expect(controlCatalogue()).toEqual(CONTROLS);
  });

  it("cannot reuse the id of another judgement", () => {
    const taken = [...CONTROLS, ...COVERAGE_CONTROLS, ...LIVE_CONTROLS].map(({ id }) => id);
    for (const id of [...taken, "stack", "partner-alerts-answered"]) {
      expect(customControlFaults([{ ...own, id }]), id).toHaveLength(1);
    }
  });

  test.each<[string, unknown, string]>([
    ["nothing", null, "custom control 1 is not an object"],
    ["a bad id", { ...own, id: "Own Control" }, 'at most 64 characters, got "Own Control"'],
    ["a prototype's key as id", { ...own, id: "__proto__" }, 'got "__proto__"'],
    ["no severity", { ...own, severity: "urgent" }, "needs a severity: critical, high, medium or low"],
    ["no check", { ...own, check: "yes" }, "needs check: a function"],
    ["a title that drives the terminal", { ...own, title: "\u001b[2J" }, "needs a title"],
    ["references that are none", { ...own, satisfies: [{ tool: "CIS" }] }, "needs satisfies"],
    ["no reason why it cannot", { ...own, cannotSatisfy: [{ tool: "CIS", id: "1" }] }, "needs cannotSatisfy"],
    ["a required control with a switch", { ...own, enabled: () => false }, "is required and has an enabled"],
  ])("with %s are refused", (_, control, message) => {
    expect(customControlFaults([control]).join()).toContain(message);
  });

  it("are at most a hundred", () => {
    const many = Array.from({ length: 101 }, (_, index) => ({ ...own, id: `own-${index}` }));
    expect(customControlFaults(many)).toEqual(["there are 101 custom controls: at most 100 can be used"]);
    expect(customControlFaults(many.slice(1))).toEqual([]);
  });
});

describe("a check that gives no judgement", () => {
  /** Runs a check that is not type-checked. */
  const judgementOf = (check: () => unknown) => {
    const control: Control = Object({ ...own, check });
    return judgeSubscription(coveredSubscription(), expecting(), [control])[0]?.judgement;
  };

  test.each<[string, () => unknown, string]>([
    [
      "a rejected promise",
      () => Promise.reject(new Error("no")),
      "its check returned a promise; a check must be synchronous",
    ],
    ["null", () => null, "its check returned no judgement"],
    ["a word", () => "pass", "its check returned no judgement"],
    ["another status", () => ({ status: "ok", message: "fine" }), "its check returned a status other than"],
    ["no message", () => ({ status: "pass" }), "its check returned no message"],
    [
      "a number as path",
      () => ({ status: "pass", message: "fine", path: 1 }),
      "its check returned a value that is not a text",
    ],
    [
      "a text as parameter",
      () => ({ status: "fail", message: "no", parameter: "a.b" }),
      "its check returned a parameter that is not a list",
    ],
  ])("but %s becomes a failure", (_, check, message) => {
    expect(judgementOf(check)).toMatchObject({
      status: "fail",
      message: expect.stringContaining(`the control failed to judge: ${message}`),
    });
  });

  it("has its texts stripped of control characters and shortened", () => {
    const shown = judgementOf(() => ({
      status: "fail",
      message: `\u001b[31m${"x".repeat(10_000)}`,
      fix: "a\u202eb",
    }));
    expect(shown?.message).toHaveLength(4000);
    expect(shown?.message.startsWith("\\u001b[31mx")).toBe(true);
    expect(shown?.fix).toBe("a\\u202eb");
  });

  it("also fails where the switch of an optional control throws", () => {
    const enabled = () => {
      throw new Error("no switch");
    };
    const [judged] = judgeSubscription(coveredSubscription(), expecting(), [
      { ...own, required: false, enabled },
    ]);
    expect(judged?.judgement).toMatchObject({
      status: "fail",
      message: "the control failed to judge: no switch",
    });
  });
});
