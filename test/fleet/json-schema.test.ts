import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { CONTROL_IDS } from "../../src/controls/control-ids.ts";
import { fleetJsonSchemas } from "../../src/fleet/json-schema.ts";
import { unexplainedKeys } from "../support/json-schema.ts";

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const schemas = fleetJsonSchemas(CONTROL_IDS);

describe.each([...schemas])("schema/%s", (_name, text) => {
  test("describes every key for editors", () => {
    expect(unexplainedKeys(JSON.parse(text), ["description", "$ref"])).toEqual([]);
  });

  test("rejects unknown keys", () => {
    expect(JSON.parse(text)).toMatchObject({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      additionalProperties: false,
    });
  });
});

test("the example's files name their schema with the correct path", () => {
  const customers = readdirSync(new URL("../../fleet/customers/", import.meta.url));
  expect(customers.length).toBeGreaterThanOrEqual(4);
  expect(read("fleet/partner.yaml")).toMatch(
    /^# yaml-language-server: \$schema=\.\.\/schema\/partner\.json\n/,
  );
  for (const file of customers) {
    expect(read(`fleet/customers/${file}`)).toMatch(
      /^# yaml-language-server: \$schema=\.\.\/\.\.\/schema\/customer\.json\n/,
    );
  }
});
