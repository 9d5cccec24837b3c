import { expect, test } from "vitest";
import { amountHint } from "../../src/fleet/amount.ts";

test.each([
  ["1000", "Write 1000: without quotes, separators or a currency."],
  ["1,000", "Write 1000: without quotes, separators or a currency."],
  ["1.000,50", "Write 1000.50: without quotes, separators or a currency."],
  ["1'000'000", "Write 1000000: without quotes, separators or a currency."],
  ["1 000", "Write 1000: without quotes, separators or a currency."],
  ["1000 EUR", "Write amount: 1000, and currency: EUR as a separate key."],
  ["usd 1,000.00", "Write amount: 1000.00, and currency: USD as a separate key."],
  ["€250", "Write amount: 250, and currency: EUR as a separate key."],
  ["$ 250", "Write amount: 250, and the currency's code as a separate key."],
])("%s", (text, hint) => {
  expect(amountHint(text)).toBe(hint);
});

test.each(["a lot", "", "EUR", "1,00,0", "12,34,56", "1".repeat(30), "1000 EURO", "-5"])(
  "there is nothing to suggest for %j",
  (text) => {
    expect(amountHint(text)).toBeUndefined();
  },
);
