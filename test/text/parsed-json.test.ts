import { expect, test } from "vitest";
import { parsedJson } from "../../src/text/parsed-json.ts";

test("JSON is parsed", () => {
  expect(parsedJson('{"a":[1]}')).toEqual({ a: [1] });
});

test.each(["", "{", "undefined", "\ufeff{}"])("other text is undefined: %j", (text) => {
  expect(parsedJson(text)).toBeUndefined();
});
