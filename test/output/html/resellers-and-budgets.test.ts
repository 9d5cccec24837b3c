import { describe, expect, test } from "vitest";
import { type ReportedBudget, reportPage } from "../../../src/output/html/index.ts";
import { finding, historyOf } from "./support.ts";

const EVIL = '"><script>alert(1)</script>';
const one = (customer: string, status: "fail" | "pass" | "unknown", last: number) =>
  finding({ customer, status, subscriptionId: `00000000-0000-0000-0000-00000000000${last}` });

const names = (name = "Alpine IT") => ({
  partner: "Fabrikam",
  customers: new Map([["contoso", "Contoso Ltd"]]),
  resellers: [
    { name: "Idle IT", emails: [], customers: [{ key: "adatum", subscriptions: 1 }] },
    {
      name,
      emails: ["soc@alpine.example"],
      customers: [
        { key: "contoso", subscriptions: 2 },
        { key: "northwind", subscriptions: 1 },
      ],
    },
  ],
});

describe("the section on resellers", () => {
  test("sums what is open at the customers of each, the most first", () => {
    const history = historyOf([
      [
        one("contoso", "fail", 1),
        one("contoso", "unknown", 1),
        one("contoso", "pass", 2),
        one("northwind", "fail", 3),
      ],
    ]);
    const page = reportPage(history, names());
    const rows = page.slice(page.indexOf('id="resellers-h"'));
    expect(rows.indexOf("Alpine IT")).toBeLessThan(rows.indexOf("Idle IT"));
    const alpine = rows.slice(rows.indexOf("Alpine IT"), rows.indexOf("Idle IT"));
    expect([...alpine.matchAll(/<td class="n">(\d+)</g)].map(([, value]) => value)).toEqual([
      "2",
      "3",
      "2",
      "2",
      "1",
    ]);
    expect(alpine).toContain("soc@alpine.example");
    expect(alpine).toContain("contoso, northwind");
  });

  test("is not there where the fleet names no reseller, and escapes what it shows", () => {
    const history = historyOf([[one("contoso", "fail", 1)]]);
    expect(reportPage(history, { partner: "x", customers: new Map() })).not.toContain("resellers-h");
    expect(reportPage(history, names(EVIL))).not.toContain("<script>alert(1)");
  });
});

describe("the chart of budgets", () => {
  const budget = (more: Partial<ReportedBudget> = {}): ReportedBudget => ({
    name: "contoso/prod",
    amount: 1000,
    currency: "EUR",
    months: [
      { month: "2026-09", amount: 500, complete: true },
      { month: "2026-10", amount: 2000, complete: false },
    ],
    status: "exceeded",
    message: "2026-10 cost 2,000",
    ...more,
  });
  const history = () => historyOf([[one("contoso", "pass", 1)]]);

  test("has a bar for each month, as high as its cost, and the budget as a line", () => {
    const page = reportPage(history(), undefined, [budget({ status: "fits", name: "z/z" }), budget()]);
    expect(page).toContain("1 of 2 fit what the subscription costs");
    const section = page.slice(page.indexOf('id="costs-h"'));
    expect(section.indexOf("contoso/prod")).toBeLessThan(section.indexOf("z/z"));
    const heights = [...section.matchAll(/<rect [^>]*height="([\d.]+)"/g)]
      .slice(0, 2)
      .map(([, one]) => Number(one));
    expect((heights[1] ?? 0) / (heights[0] ?? 1)).toBeCloseTo(4, 0);
    expect(section).toContain("2026-10: 2,000 EUR, not the whole month");
    expect(section).not.toMatch(/<svg[^>]*style=/);
  });

  test("accepts months of refunds and without cost, and escapes its output", () => {
    const refund = { month: "2026-09", amount: -20, complete: true };
    const page = reportPage(history(), undefined, [
      budget({ name: EVIL, message: EVIL, months: [refund] }),
      budget({ months: [] }),
    ]);
    expect(page).not.toContain("<script>alert(1)");
    expect(page).not.toMatch(/height="-/);
    expect(page).toContain("no usage");
    expect(reportPage(history())).not.toContain("costs-h");
    expect(reportPage(history())).not.toContain('href="#costs"');
  });

  test("is a panel with its own address, beside the number of budgets that do not fit", () => {
    const page = reportPage(history(), undefined, [
      budget({ status: "fits" }),
      budget({ status: "exceeded" }),
    ]);
    expect(page).toMatch(/<a href="#costs">Costs <span class="badge">1</);
    expect(page).toContain('data-panel="costs"');
  });
});
