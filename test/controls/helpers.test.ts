import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isAddress, recipientComplaint, splitAddresses } from "../../src/controls/addresses.ts";
import { findCertain, someCertain } from "../../src/controls/cannot-tell.ts";
import { dayOf, daysBetween, hasEnded } from "../../src/controls/days.ts";
import { listed, plain } from "../../src/controls/wording.ts";
import { UnknownValueError } from "../../src/evidence/index.ts";
import { startEffort } from "../support/effort.ts";

describe("addresses", () => {
  it.each([
    "soc@fabrikam.example",
    "a.b+c@x-y.co",
    "o'neil@sub.domain.travel",
    "müller@xn--bcher-kva.example",
  ])("takes %s for an address", (text) => expect(isAddress(text)).toBe(true));

  it.each([
    "",
    "soc",
    "soc@",
    "@x.example",
    "a@b",
    "a@b.c",
    "a b@c.example",
    "a@b.example;c@d.example",
    "<a@b.example>",
    "a@b..example",
    "a@-b.example",
    `${"a".repeat(65)}@b.example`,
  ])("does not take %j for one", (text) => expect(isAddress(text)).toBe(false));

  it("splits what it joined, and never finds an empty address", () => {
    const addresses = fc.array(fc.stringMatching(/^[a-z]{1,8}@[a-z]{1,8}\.example$/), { maxLength: 6 });
    fc.assert(fc.property(addresses, (list) => splitAddresses(list.join("; ")).join() === list.join()));
    fc.assert(fc.property(fc.string(), (text) => !splitAddresses(text).includes("")));
  });

  it("complains exactly when a wanted address is missing from good ones", () => {
    const address = fc.stringMatching(/^[a-c]@[a-c]{2}\.example$/);
    const lists = fc.tuple(fc.array(address, { minLength: 1 }), fc.array(address));
    fc.assert(
      fc.property(lists, ([found, wanted]) => {
        const complaint = recipientComplaint(found, { wanted, path: "p", parameter: ["x"] });
        return (complaint === undefined) === wanted.every((one) => found.includes(one));
      }),
    );
  });

  it("evaluates a hostile text quickly", () => {
    const effort = startEffort();
    isAddress(`a@${"a-".repeat(120)}`);
    isAddress(`a@${"a.".repeat(5000)}`);
    expect(effort()).toBeLessThan(50);
  });
});

describe("days", () => {
  it("reads the day of a timestamp in UTC", () => {
    expect(dayOf("2026-12-01T00:00:00Z")).toBe("2026-12-01");
    expect(dayOf("2026-12-01T00:30:00+02:00")).toBe("2026-11-30");
    expect(dayOf("2026-12-01")).toBe("2026-12-01");
    for (const text of ["", "soon", "2026-13-01", "12/01/2026", undefined])
      expect(dayOf(text)).toBeUndefined();
  });

  it("counts days across a change of the clocks", () => {
    expect(daysBetween("2026-03-01", "2026-04-01")).toBe(31);
    expect(daysBetween("2026-04-01", "2026-03-01")).toBe(-31);
  });

  it("treats an invalid date as past", () => {
    expect(hasEnded("soon", "2026-12-10")).toBe(true);
    expect(hasEnded(undefined, "2026-12-10")).toBe(false);
    expect(hasEnded("2026-12-10T00:00:00Z", "2026-12-10")).toBe(false);
  });
});

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

describe("searching undecidable items", () => {
  const test = (item: boolean | "unknown") => {
    if (item === "unknown") throw new UnknownValueError("x", undefined);
    return item;
  };

  it("finds a certain match despite undecidable items", () => {
    expect(someCertain(["unknown", false, true], test)).toBe(true);
    expect(findCertain([false, true], test)).toBe(true);
  });

  it("is undecidable when a possible match remains", () => {
    expect(() => someCertain([false, "unknown"], test)).toThrow(UnknownValueError);
    expect(someCertain([false], test)).toBe(false);
  });

  it("rethrows other errors", () => {
    const defect = () => {
      throw new TypeError("defect");
    };
    expect(() => someCertain([1], defect)).toThrow(TypeError);
  });
});
