import { describe, expect, test } from "vitest";
import { Cursor, Unknown, UnknownValueError } from "../../src/evidence/index.ts";

describe("a member", () => {
  test("is found in any case, and keeps the requested path", () => {
    const resource = new Cursor({ Properties: { EMAILS: "a@b.example" } });
    const found = resource.get("properties").get("emails");
    expect(found.text()).toBe("a@b.example");
    expect(found.path).toBe("properties.emails");
  });

  test("with the exact name takes precedence over another case", () => {
    expect(new Cursor({ Enabled: false, enabled: true }).get("enabled").flag()).toBe(true);
    expect(new Cursor({ enabled: true, Enabled: false }).get("Enabled").flag()).toBe(false);
  });

  test("that is inherited is absent", () => {
    const map = new Cursor({ a: 1 });
    for (const key of ["b", "toString", "constructor", "__proto__"])
      expect(map.get(key).exists()).toBe(false);
    for (const value of ["text", 1, true, null, ["a"]])
      expect(new Cursor(value).get("a").exists()).toBe(false);
  });

  test("of an unknown map is unknown, with the path of the map", () => {
    const value = new Cursor({ properties: new Unknown("azurerm_x.y.id") }).get("properties");
    expect(() => value.get("emails")).toThrow(UnknownValueError);
    expect(() => value.get("emails")).toThrow(
      expect.objectContaining({ path: "properties", waitsFor: "azurerm_x.y.id" }),
    );
  });
});

test("a value of another type is absent", () => {
  expect(new Cursor("  a ").text()).toBe("a");
  expect(new Cursor("   ").text()).toBeUndefined();
  expect(new Cursor(1).text()).toBeUndefined();
  expect(new Cursor("1").number()).toBeUndefined();
  expect(new Cursor(Number.POSITIVE_INFINITY).number()).toBeUndefined();
  expect(new Cursor(0).number()).toBe(0);
  expect(new Cursor("true").flag()).toBeUndefined();
  expect(new Cursor(["a", 1, " ", "b"]).texts()).toEqual(["a", "b"]);
  expect(new Cursor({ a: 1 }).items()).toEqual([]);
  expect(new Cursor(["a"]).entries()).toEqual([]);
});

test("only null and missing values do not exist", () => {
  for (const value of [0, "", false, [], {}]) expect(new Cursor(value).exists()).toBe(true);
  expect(new Cursor(null).exists()).toBe(false);
  expect(new Cursor(undefined).exists()).toBe(false);
  expect(() => new Cursor(new Unknown()).exists()).toThrow(UnknownValueError);
});

test("items and members include their place in their paths", () => {
  const list = new Cursor({ all: [{ a: 1 }, { b: 2 }] }).get("all");
  expect(list.items().map(({ path }) => path)).toEqual(["all[0]", "all[1]"]);
  expect(
    list
      .items()[1]
      ?.entries()
      .map(([name, { path }]) => [name, path]),
  ).toEqual([["b", "all[1].b"]]);
});
