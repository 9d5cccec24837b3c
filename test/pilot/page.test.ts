import { expect, test } from "vitest";
import { type Difference, differencesPage, type Recording } from "../../src/pilot/index.ts";

const RECORDING: Recording = {
  schema: "csp-baseline/pilot/v1",
  product: "0.1.0",
  recordedAt: "2026-12-01T10:00:00.000Z",
  access: "lighthouse",
  provider: "azurerm",
  partnerTenant: "bbbbbbbb-0000-4000-8000-000000000001",
  customerTenant: "bbbbbbbb-0000-4000-8000-000000000002",
  notRecorded: ["Terraform's requests are not recorded on this system."],
  steps: [],
  exchanges: [],
};
const DIFFERENCE: Difference = {
  number: 7,
  step: "deploy",
  method: "GET",
  path: "/subscriptions/aaaaaaaa-0000-4000-8000-000000000001/providers/Microsoft.Consumption/budgets/name-1?api-version=2023-05-01",
  kind: "value",
  place: "properties.amount",
  azure: "1",
  sandbox: "2",
};

test("missing records are listed before the steps and the differences", () => {
  const page = differencesPage(
    { ...RECORDING, steps: [{ name: "deploy", status: "failed", seconds: 12.34, message: "403" }] },
    [DIFFERENCE],
  );
  const places = [
    "## Not recorded",
    "Terraform's requests",
    "## Steps",
    "| deploy | failed | 12.3 |",
    "## Differences",
  ];
  const found = places.map((text) => page.indexOf(text));
  expect(found).not.toContain(-1);
  expect(found).toEqual([...found].sort((a, b) => a - b));
});

test("the same difference of the same operation is one row, with its exchanges", () => {
  const other = DIFFERENCE.path.replace("name-1", "name-2");
  const page = differencesPage(RECORDING, [
    DIFFERENCE,
    { ...DIFFERENCE, number: 9 },
    { ...DIFFERENCE, number: 11, path: other },
  ]);
  expect(page).toContain("1 difference in 3 places");
  expect(page).toContain(
    "| `GET /providers/Microsoft.Consumption/budgets/{name}?api-version=2023-05-01` | `properties.amount` | `1` | `2` | 7, 9, 11 |",
  );
});

test("expected behavior of Azure is not a difference", () => {
  const page = differencesPage(RECORDING, [{ ...DIFFERENCE, kind: "late", azure: "an earlier state" }]);
  expect(page).toContain("None: the sandbox gives the same answers");
  expect(page).toContain("### An earlier state, read after a write");
});

test("hostile text in Azure's answers stays code: no links, tables, mentions, markup or hidden direction", () => {
  const hostile = [
    "| `x` | <script>alert(1)</script>",
    "[click](https://evil.example)",
    "`` ` ``` @team #1",
    "</details>\n# Heading",
    "\u202eabc\u0000\u001b[31m",
  ];
  const page = differencesPage(
    {
      ...RECORDING,
      steps: hostile.map((message) => ({
        name: message.slice(0, 40),
        status: "failed",
        seconds: 1,
        message,
      })),
    },
    hostile.map((text) => ({ ...DIFFERENCE, place: text, azure: text, sandbox: text, path: `/${text}` })),
  );
  // Without code spans, nothing of it is left.
  const outside = page.replace(/(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g, "");
  expect(outside).not.toMatch(/<script|evil\.example|@team|# Heading|<\/details>/);
  expect(page.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  const [, table = ""] = page.split("## Differences");
  const rows = table.split("\n").filter((line) => line.startsWith("| `"));
  expect(rows.map((row) => row.replaceAll("\\|", "").match(/\|/g)?.length)).toEqual(rows.map(() => 6));
  expect(rows).toHaveLength(hostile.length);
});
