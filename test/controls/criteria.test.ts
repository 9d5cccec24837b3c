import { describe, expect, it } from "vitest";
import { allOf, anyOf, type Candidate, everyOf } from "../../src/controls/criteria.ts";
import { UnknownValueError } from "../../src/evidence/index.ts";

const good: Candidate = { criteria: [() => undefined], success: "it is as asked" };
const bad: Candidate = {
  criteria: [() => ({ message: "it is off" }), () => ({ message: "it is late" })],
  success: "",
};
const nearly: Candidate = { criteria: [() => undefined, () => ({ message: "it is late" })], success: "" };
const unsure: Candidate = {
  criteria: [
    () => {
      throw new UnknownValueError("properties.enabled", undefined);
    },
  ],
  success: "",
};
const unsureAndBad: Candidate = { criteria: [...unsure.criteria, ...bad.criteria], success: "" };
const missing = { message: "there is none" };

describe("any of several", () => {
  it("passes with one match, at any position of an unknown one", () => {
    for (const candidates of [
      [unsure, good],
      [good, unsure],
      [bad, unsure, good],
    ])
      expect(anyOf(missing, candidates)).toEqual({ status: "pass", message: "it is as asked" });
  });

  it("is unknown where none passes and one is unknown", () => {
    expect(anyOf(missing, [bad, unsure])).toMatchObject({ status: "unknown", path: "properties.enabled" });
  });

  it("fails with the complaints of the closest candidate, and without candidates", () => {
    expect(anyOf(missing, [bad, nearly])).toEqual({ status: "fail", message: "it is late" });
    expect(anyOf(missing, [unsureAndBad]).status).toBe("fail");
    expect(anyOf(missing, [])).toEqual({ status: "fail", message: "there is none" });
  });
});

describe("each of several", () => {
  it("fails before it is unknown, and is unknown before it passes", () => {
    expect(everyOf(missing, [good, unsure, bad]).status).toBe("fail");
    expect(everyOf(missing, [good, unsure]).status).toBe("unknown");
    expect(everyOf(missing, [good, good]).status).toBe("pass");
    expect(everyOf(missing, []).status).toBe("fail");
  });
});

describe("all criteria", () => {
  it("merge complaints into one message and one fix, and fail despite unknown values", () => {
    const [first, second] = [
      { message: "it is off", fix: "switch it on" },
      { message: "it is late", fix: "start it earlier" },
    ];
    const criteria = [...unsure.criteria, () => first, () => second, () => first];
    expect(allOf({ criteria, success: "" })).toEqual({
      status: "fail",
      message: "it is off; it is late; it is off",
      fix: "switch it on; start it earlier",
    });
  });

  it("name their resource, unless a complaint names its own", () => {
    const resource = {
      type: "Microsoft.Insights/actionGroups",
      id: "/subscriptions/x",
      name: "noc",
      properties: {},
      address: "group.noc",
    };
    expect(allOf({ ...good, resource })).toMatchObject({ status: "pass", resource: "group.noc" });
    expect(allOf({ ...unsure, resource })).toMatchObject({ status: "unknown", resource: "group.noc" });
    expect(allOf({ ...bad, resource })).toMatchObject({ status: "fail", resource: "group.noc" });
    const own = {
      criteria: [() => ({ message: "it is off", resource: "group.other" })],
      success: "",
      resource,
    };
    expect(allOf(own)).toMatchObject({ resource: "group.other" });
    expect(allOf(good)).not.toHaveProperty("resource");
  });

  it("rethrow other errors: only undecidable values are unknown", () => {
    const broken = () => {
      throw new TypeError("a defect");
    };
    expect(() => allOf({ criteria: [broken], success: "" })).toThrow("a defect");
  });
});
