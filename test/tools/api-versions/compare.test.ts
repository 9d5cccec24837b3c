import { expect, test } from "vitest";
import { API_VERSIONS } from "../../../src/engine/arm/api-versions.ts";
import { compare, PLACES, table } from "../../../tools/api-versions/compare.ts";

const BUDGETS = "Microsoft.Consumption/budgets";
const CONTACTS = "Microsoft.Security/securityContacts";
const versions = {
  [BUDGETS]: { declared: "2023-05-01", listed: "2023-05-01" },
  [CONTACTS]: { declared: "2023-12-01-preview", listed: "2023-12-01-preview" },
};
const consumption = (version: string, kind = "stable") =>
  `specification/consumption/resource-manager/Microsoft.Consumption/${kind}/${version}/consumption.json`;
const contacts = (version: string, kind: string) =>
  `specification/security/resource-manager/Microsoft.Security/${kind}/${version}/securityContacts.json`;

test("a version is outdated if the specifications have a newer stable one of the type", () => {
  const files = [
    consumption("2023-05-01"),
    consumption("2024-08-01"),
    contacts("2023-12-01-preview", "preview"),
  ];
  expect(compare(versions, files)).toEqual([
    {
      type: BUDGETS,
      declared: "2023-05-01",
      newestStable: "2024-08-01",
      newestPreview: undefined,
      status: "behind",
    },
    {
      type: CONTACTS,
      declared: "2023-12-01-preview",
      newestStable: undefined,
      newestPreview: "2023-12-01-preview",
      status: "current",
    },
  ]);
});

test("a newer preview is shown and does not make a version outdated", () => {
  const files = [consumption("2023-05-01"), consumption("2025-01-01-preview", "preview")];
  expect(compare(versions, files)[0]).toMatchObject({
    newestPreview: "2025-01-01-preview",
    status: "current",
  });
});

test("a stable version of a type that is declared as a preview is ahead of it", () => {
  const files = [contacts("2023-12-01-preview", "preview"), contacts("2026-01-01", "stable")];
  expect(compare(versions, files)[1]).toMatchObject({ newestStable: "2026-01-01", status: "behind" });
});

test("a type without specifications is unknown, and examples and other types do not count", () => {
  const files = [
    "specification/consumption/resource-manager/Microsoft.Consumption/stable/2030-01-01/examples/BudgetsList.json",
    "specification/security/resource-manager/Microsoft.Security/stable/2030-01-01/alerts.json",
    "specification/consumption/readme.md",
  ];
  expect(compare(versions, files).map(({ status }) => status)).toEqual(["unknown", "unknown"]);
});

test("every type that is declared has a place in the specifications, and a row in the table", () => {
  expect(Object.keys(PLACES).sort()).toEqual(Object.keys(API_VERSIONS).sort());
  const text = table(compare(API_VERSIONS, []));
  for (const type of Object.keys(API_VERSIONS)) expect(text).toContain(`| ${type} | `);
});
