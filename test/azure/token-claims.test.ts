import { expect, test } from "vitest";
import { claimsOf } from "../../src/azure/token-claims.ts";

const payload = Buffer.from(JSON.stringify({ tid: "t" })).toString("base64url");

test("the claims of a token are read", () => {
  expect(claimsOf(`h.${payload}.s`)).toEqual({ tid: "t" });
});

test.each(["", "opaque", `h.${payload}`, "h.!.s", `h.${payload}.${"s".repeat(20_000)}`])(
  "a text in another form has none: %#",
  (token) => {
    expect(claimsOf(token)).toBeUndefined();
  },
);
