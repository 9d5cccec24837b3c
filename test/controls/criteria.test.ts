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
  it("passes by one that is as asked, wherever an unknown one stands", () => {
    for (const candidates of [
      [unsure, good],
      [good, unsure],
      [bad, unsure, good],
    ])
      expect(anyOf(missing, candidates)).toEqual({ status: "pass", message: "it is as asked" });
  });

  it("is unknown where none passes and one may", () => {
    expect(anyOf(missing, [bad, unsure])).toMatchObject({ status: "unknown", path: "properties.enabled" });
  });

  it("fails by the one that came closest, and by none where there is none", () => {
    expect(anyOf(missing, [bad, nearly])).toEqual({ status: "fail", message: "it is late" });
    expect(anyOf(missing, [unsureAndBad]).status).toBe("fail");
    expect(anyOf(missing, [])).toEqual({ status: "fail", message: "there is none" });
  });
});

describe("every one of several", () => {
  it("fails before it is unknown, and is unknown before it passes", () => {
    expect(everyOf(missing, [good, unsure, bad]).status).toBe("fail");
    expect(everyOf(missing, [good, unsure]).status).toBe("unknown");
    expect(everyOf(missing, [good, good]).status).toBe("pass");
    expect(everyOf(missing, []).status).toBe("fail");
  });
});

describe("all criteria", () => {
  it("make one message and one fix of several complaints, and fail whatever else is unknown", () => {
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

  it("name the resource that they are about, unless a complaint names its own", () => {
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

  it("let a defect through: only what cannot be told is unknown", () => {
    const broken = () => {
      throw new TypeError("a defect");
    };
    expect(() => allOf({ criteria: [broken], success: "" })).toThrow("a defect");
  });
});
