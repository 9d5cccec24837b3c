import { describe, expect, test } from "vitest";
import { historyOf, readUsageFile, spanOf, UsageSums } from "../../src/budgets/index.ts";
import {
  actualCost,
  csv,
  dailyRated,
  fileOf,
  focus,
  gzipped,
  jsonLines,
  type Line,
  months,
  PROD,
  SANDBOX,
} from "./support.ts";

/** Returns the cost in files by subscription and month. */
async function summed(...files: readonly string[]) {
  const sums = new UsageSums();
  for (const file of files) await readUsageFile(file, sums);
  const span = spanOf(sums) ?? { first: "", last: "" };
  const found = [...sums.subscriptions].map(([id, usage]) => {
    const { currency, months: all } = historyOf(usage, span);
    return [
      id.slice(-1),
      currency,
      ...all.map(({ amount, isComplete, month }) => `${month} ${amount} ${isComplete}`),
    ];
  });
  return { sums, found: found.sort() };
}

const LINES: Line[] = [
  ...months({ "2026-09": 100, "2026-10": 40 }),
  ...months({ "2026-10": 8 }, SANDBOX.toUpperCase()),
];
const EXPECTED = [
  ["1", "USD", "2026-09 100 true", "2026-10 40 true"],
  ["2", "USD", "2026-10 8 true"],
];

describe("usage is summed at retail rates, per subscription and month", () => {
  test.each([
    ["daily-rated usage", "usage.csv", csv(LINES.map(dailyRated))],
    ["the same with a byte order mark", "usage.csv", `\ufeff${csv(LINES.map(dailyRated))}`],
    ["the same gzipped", "usage.csv.gz", gzipped(csv(LINES.map(dailyRated)))],
    ["JSON Lines of Graph, gzipped", "usage.json.gz", gzipped(jsonLines(LINES.map(dailyRated)))],
    ["JSON Lines without an end of line", "usage.jsonl", jsonLines(LINES.map(dailyRated)).trimEnd()],
    ["actual cost at a subscription's scope", "cost.csv", csv(LINES.map(actualCost))],
    [
      "actual cost at a partner's scope",
      "cost.csv",
      csv(
        LINES.map((line) => ({
          ...actualCost(line),
          paygCostInBillingCurrency: String(line.amount),
          costInBillingCurrency: String(line.amount * 0.85),
          PartnerEarnedCreditApplied: "1",
        })),
      ),
    ],
    ["FOCUS", "focus.csv", csv(LINES.map(focus))],
  ])("%s", async (_, name, content) => {
    expect((await summed(fileOf(name, content))).found).toEqual(EXPECTED);
  });

  test("in the billing currency, by the rate of the line", async () => {
    const more = { PCToBCExchangeRate: "0.9", PricingCurrency: "USD" };
    const lines = months({ "2026-09": 100 }, PROD, "EUR").map((line) => dailyRated({ ...line, more }));
    expect((await summed(fileOf("a.csv", csv(lines)))).found).toEqual([["1", "EUR", "2026-09 90 true"]]);
  });

  test("over several files of one month", async () => {
    const [first = "", second = ""] = [LINES.slice(0, 3), LINES.slice(3)].map((part) =>
      fileOf("part.csv", csv(part.map(dailyRated))),
    );
    expect((await summed(first, second)).found).toEqual(EXPECTED);
  });

  test("with refunds and credits in the sums, and counted", async () => {
    const lines = [...months({ "2026-09": 100 }), { date: "2026-09-10", amount: -30 }].map(dailyRated);
    const { found, sums } = await summed(fileOf("a.csv", csv(lines)));
    expect(found).toEqual([["1", "USD", "2026-09 70 true"]]);
    expect(sums.credits.get("USD")).toEqual({ lines: 1, amount: -30 });
  });

  test("without lines that have no subscription, which are counted, and without tax", async () => {
    const lines = [
      ...months({ "2026-09": 100 }).map(focus),
      { ...focus({ date: "2026-09-02", amount: 500 }), SubAccountId: "" },
      { ...focus({ date: "2026-09-02", amount: 19 }), ChargeCategory: "Tax" },
    ];
    const { found, sums } = await summed(fileOf("a.csv", csv(lines)));
    expect(found).toEqual([["1", "USD", "2026-09 100 true"]]);
    expect(sums.unassigned.get("USD")).toEqual({ lines: 1, amount: 500 });
  });

  test("by day of files that overlap without repeating each other", async () => {
    const one = fileOf("a.csv", csv([dailyRated({ date: "2026-09-01", amount: 1 })]));
    const other = fileOf("b.csv", csv([dailyRated({ date: "2026-09-01", amount: 2 })]));
    expect((await summed(one, other)).found).toEqual([["1", "USD", "2026-09 3 false"]]);
  });
});

describe("a month is complete", () => {
  test("only where the files and the subscription cover it", async () => {
    const lines = [
      { date: "2026-08-15", amount: 5 },
      ...months({ "2026-09": 100 }),
      { date: "2026-10-03", amount: 7 },
      { subscription: SANDBOX, date: "2026-09-12", amount: 1 },
    ];
    expect((await summed(fileOf("a.csv", csv(lines.map(dailyRated))))).found).toEqual([
      ["1", "USD", "2026-08 5 false", "2026-09 100 true", "2026-10 7 false"],
      ["2", "USD", "2026-09 1 false", "2026-10 0 false"],
    ]);
  });

  test("and costs zero if a subscription has no line in it", async () => {
    const lines = [...months({ "2026-07": 9, "2026-09": 3 })].map(dailyRated);
    expect((await summed(fileOf("a.csv", csv(lines)))).found).toEqual([
      ["1", "USD", "2026-07 9 true", "2026-08 0 true", "2026-09 3 true"],
    ]);
  });
});

describe("a file is rejected", () => {
  const rows = months({ "2026-09": 100 }).map(dailyRated);
  const without = (column: string) =>
    csv(
      rows,
      Object.keys(rows[0] ?? {}).filter((one) => one !== column),
    );
  const cells = (more: Readonly<Record<string, string>>) => csv([{ ...rows[0], ...more }]);

  test.each([
    ["that lacks the retail price", without("UnitPrice"), /without UnitPrice/],
    ["that lacks the Azure subscription", without("EntitlementId"), /without EntitlementId/],
    [
      "of a partner's scope that lacks the retail cost",
      csv([{ ...actualCost({ date: "2026-09-01", amount: 1 }), PartnerEarnedCreditApplied: "1" }]),
      /without paygCostInBillingCurrency/,
    ],
    [
      "that is the amortized cost",
      csv([{ ...actualCost({ date: "2026-09-01", amount: 1 }), chargeType: "UnusedReservation" }]),
      /amortized cost/,
    ],
    [
      "that is an invoice reconciliation",
      "InvoiceNumber,Subtotal,TaxTotal\n1,2,3\n",
      /has no Azure subscriptions/,
    ],
    ["with an unknown rate", "SubscriptionId,Date,Cost\na,b,c\n", /only Cost/],
    ["that is not usage", "Name,Age\nalice,40\n", /its format is not supported.*"Name", "Age"/],
    [
      "with words for a number",
      cells({ Quantity: "two" }),
      /line 1 after the header: Quantity must be a number/,
    ],
    [
      "with a decimal comma",
      cells({ UnitPrice: "0,045" }),
      /UnitPrice must be a number with a decimal point/,
    ],
    ["without a rate", cells({ PCToBCExchangeRate: "", BillingCurrency: "EUR" }), /PCToBCExchangeRate/],
    ["without a currency", cells({ BillingCurrency: "" }), /currency must be three letters/],
    ["with an invalid day", cells({ UsageDate: "2026-02-30" }), /must be a date such as/],
    ["with an invalid subscription", cells({ EntitlementId: "prod" }), /must be a GUID/],
    ["that ends within a line", csv(rows).slice(0, -60), /line 2 after the header: it has \d+ fields/],
    ["that ends within quotes", `${csv(rows)}"x`, /a quoted field does not end|fields and the header/],
    ["with nothing in it", "", /it is empty/],
    ["with a header alone", `${Object.keys(rows[0] ?? {}).join(",")}\n`, /a header and no lines/],
    ["that is UTF-16", Buffer.from(`\ufeff${csv(rows)}`, "utf16le"), /not UTF-8/],
    ["that is a zip archive", Buffer.from("PK\u0003\u0004rest"), /zip archive/],
    ["that is a JSON array", "[]", /JSON array/],
    ["of truncated JSON Lines", jsonLines(rows).slice(0, -20), /line 2 after the header: it is not JSON/],
    ["of JSON Lines that are not objects", '{"EntitlementId":1}\n', /without/],
    [
      "that is gzipped and truncated",
      gzipped(csv(rows)).subarray(0, 120),
      /truncated: its gzip data ends early/,
    ],
    [
      "that is gzipped and damaged",
      Buffer.concat([gzipped(csv(rows)).subarray(0, 30), Buffer.alloc(50, 7)]),
      /gzip data/,
    ],
  ])("%s", async (_, content, message) => {
    const reading = readUsageFile(fileOf("usage", content), new UsageSums());
    await expect(reading).rejects.toThrow(message);
  });

  test("that is missing", async () => {
    await expect(readUsageFile("/nowhere.csv", new UsageSums())).rejects.toThrow(/cannot be read/);
  });

  test.each(["usage.csv", "month-to-date.csv"])("that repeats a month of another one: %s", async (name) => {
    const first = fileOf("usage.csv", csv(rows));
    const again = fileOf(name, csv([...rows, dailyRated({ date: "2026-09-15", amount: 3 })]));
    await expect(summed(first, again)).rejects.toThrow(
      /it repeats .*usage\.csv: subscription .* would count twice/,
    );
  });
});

test("mixed currencies of a subscription are shown, and not added", async () => {
  const lines = [...months({ "2026-09": 1 }), ...months({ "2026-10": 1 }, PROD, "EUR")].map(dailyRated);
  const { found } = await summed(fileOf("a.csv", csv(lines)));
  expect(found).toEqual([["1", undefined]]);
});
