import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { listed, plain } from "../../src/text/wording.ts";

describe("wording", () => {
  it("returns one short line without control characters", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) => {
        const shown = plain(text);
        return shown.length <= 200 && !/[\p{Cc}\p{Cf}\u2028\u2029]/u.test(shown);
      }),
    );
  });

  it("lists items, and counts those beyond the limit", () => {
    expect(listed([])).toBe("nothing");
    expect(listed(["a"])).toBe("a");
    expect(listed(["a", "b", "c"])).toBe("a, b and c");
    expect(listed([..."abcdefghij"])).toBe("a, b, c, d, e, f, g and 3 more");
  });
});
