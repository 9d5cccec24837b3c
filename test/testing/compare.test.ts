import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compare } from "../../src/testing/compare.ts";

const reasons = (expected: unknown, actual: unknown) =>
  compare(expected, actual).differences.map(({ path, reason }) =>
    path === "" ? reason : `${path}: ${reason}`,
  );

describe("maps", () => {
  it("may have more keys than are expected, at any depth", () => {
    expect(reasons({ a: { b: 1 } }, { a: { b: 1, c: 2 }, d: 3 })).toEqual([]);
    expect(reasons({}, { a: 1 })).toEqual([]);
  });

  it("differ from lists and from missing values", () => {
    expect(reasons({ a: {} }, { a: [] })).toEqual(["a: expected {}, found []"]);
    expect(reasons({ a: [] }, { a: {} })).toEqual(["a: expected [], found {}"]);
    expect(reasons({ a: {} }, { a: null })).toEqual(["a: expected {}, found null"]);
  });

  it("without an expected key say which keys they have", () => {
    expect(reasons({ shortname: "x" }, { name: "a", short_name: "x" })).toEqual([
      'shortname: expected "x", but it is absent (there: ["name","short_name"])',
    ]);
  });

  it("must not have a key that is expected as undefined", () => {
    expect(reasons({ tags: undefined }, { name: "a" })).toEqual([]);
    expect(reasons({ tags: undefined }, { tags: {} })).toEqual(["tags: expected it to be absent, found {}"]);
  });

  it("are met by their own keys only", () => {
    expect(reasons({ constructor: expect.anything() }, {})).toHaveLength(1);
    expect(reasons(JSON.parse('{"__proto__":{"a":1}}'), {})).toHaveLength(1);
    expect(reasons(JSON.parse('{"__proto__":{"a":1}}'), JSON.parse('{"__proto__":{"a":1}}'))).toEqual([]);
  });
});

describe("keys", () => {
  it("in camelCase stand for snake_case, with digits as azurerm has them", () => {
    const actual = {
      use_32_bit_worker: true,
      sha256_hash: "x",
      hyper_v_generation: "V2",
      kerberos_5i_read_only_enabled: 1,
    };
    const expected = {
      use32BitWorker: true,
      sha256Hash: "x",
      hyperVGeneration: "V2",
      kerberos5IReadOnlyEnabled: 1,
    };
    expect(reasons(expected, actual)).toEqual([]);
  });

  it("of the user's own data are met as they are written", () => {
    const body = { properties: { notificationsByRole: { roles: ["Owner"] }, phone: "" } };
    expect(reasons({ body }, { body })).toEqual([]);
    expect(reasons({ properties: { notifications_by_role: {} } }, body)).toHaveLength(1);
  });

  it("as they are written go before what they stand for", () => {
    expect(reasons({ managedBy: 1 }, { managed_by: 2, managedBy: 1 })).toEqual([]);
  });
});

describe("lists", () => {
  it("have exactly the expected items in their order", () => {
    expect(reasons(["a", "b"], ["a", "b"])).toEqual([]);
    expect(reasons(["a", "b"], ["b", "a"])).toEqual([
      '[0]: expected "a", found "b"',
      '[1]: expected "b", found "a"',
    ]);
    expect(reasons({ e: ["a"] }, { e: ["a", "b"] })).toEqual(['e: expected 1 item, found 2: ["a","b"]']);
  });

  it("compare each item as a part of what is there", () => {
    expect(reasons([{ a: 1 }], [{ a: 1, b: 2 }])).toEqual([]);
    expect(reasons({ n: [{ a: 1 }, { a: { b: 2 } }] }, { n: [{ a: 1 }, { a: { b: 3 } }] })).toEqual([
      "n[1].a.b: expected 2, found 3",
    ]);
  });

  it("show missing and surplus items in the diff", () => {
    expect(compare([{ a: 1 }, { a: 2 }], [{ a: 1, b: 1 }])).toMatchObject({
      expected: [{ a: 1 }, { a: 2 }],
      actual: [{ a: 1 }],
    });
    expect(compare([], ["x"])).toMatchObject({ expected: [], actual: ["x"] });
  });
});

describe("matchers", () => {
  it("decide at any depth", () => {
    const actual = { name: "rg-a", tags: { owner: "x" }, items: [{ id: 7 }], any: false };
    const expected = {
      name: expect.stringMatching(/^rg-/),
      tags: expect.objectContaining({ owner: expect.any(String) }),
      items: [{ id: expect.closeTo(7) }],
      any: expect.anything(),
    };
    expect(reasons(expected, actual)).toEqual([]);
    expect(reasons(expect.objectContaining({ name: "rg-a" }), actual)).toEqual([]);
  });

  it("that are not satisfied are named", () => {
    expect(reasons({ name: expect.stringMatching(/^vm-/) }, { name: "rg-a" })).toEqual([
      'name: expected StringMatching /^vm-/, found "rg-a"',
    ]);
    expect(reasons({ a: expect.any(String) }, { a: 1 })).toEqual(["a: expected Any<String>, found 1"]);
    expect(reasons({ a: { b: expect.anything() } }, { a: {} })).toEqual([
      "a.b: expected Anything, but it is absent (there: [])",
    ]);
  });

  it("may name keys in either case, also when negated", () => {
    const actual = { email_receiver: [{ email_address: "noc@fabrikam.example", name: "noc" }] };
    const receiver = { emailAddress: "noc@fabrikam.example", name: "noc" };
    expect(reasons(expect.objectContaining({ emailReceiver: [receiver] }), actual)).toEqual([]);
    expect(reasons({ emailReceiver: expect.arrayContaining([receiver]) }, actual)).toEqual([]);
    expect(
      reasons({ email_receiver: [expect.objectContaining({ email_address: expect.anything() })] }, actual),
    ).toEqual([]);
    expect(
      reasons(
        { emailReceiver: [expect.not.objectContaining({ emailAddress: "noc@fabrikam.example" })] },
        actual,
      ),
    ).toHaveLength(1);
    expect(
      reasons(
        { emailReceiver: [expect.not.objectContaining({ email_address: "noc@fabrikam.example" })] },
        actual,
      ),
    ).toHaveLength(1);
  });

  it("that are satisfied do not show in the diff", () => {
    expect(compare({ a: expect.anything(), b: 1 }, { a: "x", b: 2 })).toMatchObject({
      expected: { a: "x", b: 1 },
      actual: { a: "x", b: 2 },
    });
  });
});

describe("what is shown", () => {
  it("is short and without control characters", () => {
    const [reason = ""] = reasons({ a: "x".repeat(1000) }, { a: "\u001b[2J\u009b\u202e" });
    expect(reason).toMatch(/x\.\.\., found "\\u001b\[2J\\u009b\\u202e"$/);
    expect(reason.length).toBeLessThan(300);
  });
});

describe("any JSON", () => {
  it("is a part of itself", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => compare(value, structuredClone(value)).differences.length === 0),
    );
  });

  it("differs exactly when its shown halves differ", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), fc.jsonValue({ maxDepth: 3 }), (expected, actual) => {
        const result = compare(expected, actual);
        expect(JSON.stringify(result.expected) === JSON.stringify(result.actual)).toBe(
          result.differences.length === 0,
        );
      }),
    );
  });
});
