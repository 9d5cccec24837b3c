import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { html, scriptJson } from "../../../src/output/html/html.ts";
import { longInstant, percent } from "../../../src/output/html/wording.ts";

describe("html", () => {
  test("escapes inserted values in text and attributes, and inserts HTML unchanged", () => {
    const evil = `<script>&"'`;
    expect(html`<p title="${evil}">${evil}${html`<br>`}${[html`<i>`, html`</i>`]}${7}</p>`.text).toBe(
      '<p title="&#60;script&#62;&#38;&#34;&#39;">&#60;script&#62;&#38;&#34;&#39;<br><i></i>7</p>',
    );
  });
});

describe("JSON in a script element", () => {
  test("contains nothing that ends or changes the element, and parses to the same value", () => {
    const evil = ["</script>", "<!--", "<script>", "\u2028\u2029", "__proto__"];
    const value = fc.oneof(fc.jsonValue(), fc.array(fc.constantFrom(...evil)));
    fc.assert(
      fc.property(value, (one) => {
        const { text } = scriptJson(one);
        expect(text).not.toMatch(/[<\u2028\u2029]/);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(one)));
      }),
    );
  });
});

test.each([
  [0, 0, "0%"],
  [0, 10, "0%"],
  [9999, 10_000, "99.9%"],
  [10_000, 10_000, "100%"],
  [99_999, 100_000, "99.9%"],
  [1, 100_000, "under 0.1%"],
  [2, 3, "66.6%"],
])("%d of %d is %s: 100%% means all and 0%% means none", (part, whole, text) => {
  expect(percent(part, whole)).toBe(text);
});

test("formats an instant in UTC, independent of the machine", () => {
  expect(longInstant("2026-03-01T00:30:00+02:00")).toBe("28 February 2026, 22:30 UTC");
});
