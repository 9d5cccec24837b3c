import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isAddress, recipientComplaint, splitAddresses } from "../../src/controls/addresses.ts";
import { findCertain, someCertain } from "../../src/controls/cannot-tell.ts";
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
