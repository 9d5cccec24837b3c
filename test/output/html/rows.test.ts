import { expect, test } from "vitest";
import { FAIL, Model, PASS } from "../../../src/output/html/client/model.ts";
import { type RowOptions, rowsOf } from "../../../src/output/html/client/rows.ts";
import { type Filter, NO_FILTER, View } from "../../../src/output/html/client/view.ts";
import type { ReportedFinding } from "../../../src/output/html/index.ts";
import { movementOf } from "../../../src/output/html/movement.ts";
import { reportData } from "../../../src/output/html/report-data.ts";
import { finding, fleetFindings, historyOf } from "./support.ts";

function viewOf(findings: readonly ReportedFinding[], filter: Partial<Filter> = {}): View {
  const history = historyOf([findings]);
  const customers = new Map([["contoso", "Contoso Manufacturing"]]);
  const data = reportData(history, movementOf(history), { partner: "", customers });
  return new View(new Model(data), { ...NO_FILTER, ...filter });
}

function labels(view: View, options: Partial<RowOptions> = {}): string[] {
  const all: RowOptions = { order: "worst", grouped: true, expanded: new Set(), ...options };
  return rowsOf(view, all).map(({ label, level }) => `${"  ".repeat(level - 1)}${label}`);
}

const of = (
  customer: string,
  subscription: string,
  control: "budget" | "security-contact",
  status: "pass" | "fail" | "unknown" | "excepted",
) =>
  finding({
    customer,
    subscriptionId: `${customer}-${subscription}`,
    subscriptionName: subscription,
    control,
    severity: control === "budget" ? "high" : "critical",
    status,
    message: `${control} of the fleet`,
  });
const SMALL = [
  of("adatum", "dev", "budget", "pass"),
  of("adatum", "dev", "security-contact", "unknown"),
  of("contoso", "prod", "budget", "fail"),
  of("contoso", "prod", "security-contact", "excepted"),
  of("contoso", "dev", "budget", "pass"),
  of("fabrikam", "prod", "budget", "fail"),
  of("fabrikam", "prod", "security-contact", "fail"),
  of("woodgrove", "prod", "budget", "pass"),
];

test("sorts customers by weight: failures by severity, unknown at half, ties by key", () => {
  const view = viewOf(SMALL);
  expect(labels(view)).toEqual(["fabrikam", "adatum", "Contoso Manufacturing", "woodgrove"]);
  expect([...view.weight]).toEqual([4, 4, 12, 0]);
});

test("lines are ordered by name, by size or by one control", () => {
  const view = viewOf(SMALL);
  expect(labels(view, { order: "name" })[1]).toBe("Contoso Manufacturing");
  expect(labels(view, { order: "subscriptions" })[0]).toBe("Contoso Manufacturing");
  const budget = view.model.data.controls.findIndex(({ id }) => id === "budget");
  expect(labels(view, { order: budget }).slice(0, 2)).toEqual(["fabrikam", "Contoso Manufacturing"]);
});

test("an expanded customer shows its subscriptions, the worst first", () => {
  const shown = labels(viewOf(SMALL), { expanded: new Set(["customer contoso"]) });
  expect(shown.slice(2)).toEqual(["Contoso Manufacturing", "  prod", "  dev", "woodgrove"]);
});

test.each<[Partial<Filter>, string[]]>([
  [{ text: "MANUFACTURING" }, ["Contoso Manufacturing"]],
  [{ text: "contoso" }, ["Contoso Manufacturing"]],
  [{ text: "dev" }, ["adatum", "Contoso Manufacturing"]],
  [{ text: "woodgrove-prod" }, ["woodgrove"]],
  [{ text: "security-contact of" }, ["fabrikam", "adatum", "Contoso Manufacturing"]],
  [{ text: "nowhere" }, []],
  [{ status: "fail" }, ["fabrikam", "Contoso Manufacturing"]],
  [{ status: "open" }, ["fabrikam", "adatum", "Contoso Manufacturing"]],
  [{ status: "excepted" }, ["Contoso Manufacturing"]],
  [{ status: "pass", control: "budget" }, ["adatum", "Contoso Manufacturing", "woodgrove"]],
  [{ severity: "critical", status: "fail" }, ["fabrikam"]],
  [{ status: "fresh" }, []],
])("a filter keeps the customers with matching cells: %j", (filter, expected) => {
  expect(labels(viewOf(SMALL, filter))).toEqual(expected);
});

test("the counts of all customers add up to the findings", () => {
  const findings = fleetFindings(60, 300);
  const view = viewOf(findings);
  for (const status of [PASS, FAIL]) {
    const sum = view.columns.reduce(
      (all, control) => all + (view.counts(view.customers, control)[status] ?? 0),
      0,
    );
    const word = status === PASS ? "pass" : "fail";
    expect(sum).toBe(findings.filter((one) => one.status === word).length);
  }
});

test("in a large fleet small customers with the same gaps share a line, and those without any", () => {
  const view = viewOf(fleetFindings(2000, 10_000));
  const shown = labels(view);
  expect(shown.length).toBeLessThan(60);
  expect(shown.at(-1)).toMatch(/^1\d{3} customers with nothing open$/);
  expect(shown).toContainEqual(expect.stringMatching(/^\d+ small customers with the same gaps$/));
  expect(labels(view, { grouped: false })).toHaveLength(2000);
});

test("a group expands into its customers, each shown once", () => {
  const view = viewOf(fleetFindings(200, 1000));
  const options = { order: "worst", grouped: true } as const;
  const groups = rowsOf(view, { ...options, expanded: new Set() });
  const rows = rowsOf(view, { ...options, expanded: new Set(groups.map(({ key }) => key)) });
  const customers = rows.filter(({ key }) => key.startsWith("customer ")).flatMap((row) => row.customers);
  expect(customers.sort((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, index) => index));
});

test("few customers are never grouped", () => {
  expect(labels(viewOf(fleetFindings(39, 39)))).toHaveLength(39);
});
