import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { temporaryFolder } from "../support/stack.ts";

export const PROD = "00000000-0000-0000-0000-000000000001";
export const SANDBOX = "00000000-0000-0000-0000-000000000002";

/** The columns of Partner Center's daily-rated usage: https://learn.microsoft.com/partner-center/billing/daily-rated-usage-recon-files */
export const DAILY_RATED = [
  "PartnerId",
  "CustomerId",
  "CustomerName",
  "SubscriptionId",
  "UsageDate",
  "MeterId",
  "ChargeType",
  "UnitPrice",
  "Quantity",
  "BillingPreTaxTotal",
  "BillingCurrency",
  "PricingPreTaxTotal",
  "PricingCurrency",
  "Tags",
  "EffectiveUnitPrice",
  "PCToBCExchangeRate",
  "EntitlementId",
  "EntitlementDescription",
];

/** One line of usage. The partner's price is 15 percent below the retail price, the earned credit. */
export interface Line {
  readonly subscription?: string;
  readonly date: string;
  /** At retail rates, in the billing currency. */
  readonly amount: number;
  readonly currency?: string;
  readonly more?: Readonly<Record<string, string>>;
}

export function dailyRated({ amount, currency = "USD", date, more, subscription = PROD }: Line) {
  return {
    PartnerId: "11111111-1111-1111-1111-111111111111",
    CustomerId: "22222222-2222-2222-2222-222222222222",
    CustomerName: "Contoso, Ltd",
    SubscriptionId: "c0ffee00-0000-0000-0000-000000000000",
    UsageDate: `${date}T00:00:00Z`,
    MeterId: "m",
    ChargeType: "new",
    UnitPrice: String(amount / 2),
    Quantity: "2",
    BillingPreTaxTotal: String(amount * 0.85),
    BillingCurrency: currency,
    PricingPreTaxTotal: String(amount * 0.85),
    PricingCurrency: "USD",
    Tags: '{"env": "prod"}',
    EffectiveUnitPrice: String((amount / 2) * 0.85),
    PCToBCExchangeRate: "1",
    EntitlementId: subscription,
    EntitlementDescription: "prod",
    ...more,
  };
}

/** One line of an actual cost export at a subscription's scope. */
export const actualCost = ({ amount, currency = "USD", date, subscription = PROD }: Line) => ({
  SubscriptionId: subscription,
  date: `${date.slice(5, 7)}/${date.slice(8)}/${date.slice(0, 4)}`,
  costInBillingCurrency: String(amount),
  billingCurrency: currency,
  chargeType: "Usage",
});
/** One line of a FOCUS export. */
export const focus = ({ amount, currency = "USD", date, subscription = PROD }: Line) => ({
  SubAccountId: `/subscriptions/${subscription}`,
  ChargePeriodStart: `${date}T00:00:00Z`,
  BilledCost: String(amount * 0.85),
  ListCost: String(amount),
  BillingCurrency: currency,
  ChargeCategory: "Usage",
});

export function csv(rows: readonly Readonly<Record<string, string>>[], columns = Object.keys(rows[0] ?? {})) {
  const field = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = rows.map((row) => columns.map((column) => field(row[column] ?? "")).join(","));
  return `${[columns.join(","), ...lines].join("\r\n")}\r\n`;
}

export const jsonLines = (rows: readonly object[]) =>
  `${rows.map((row) => JSON.stringify(row)).join("\n")}\n`;

/** Writes a file into its own folder. */
export function fileOf(name: string, content: string | Buffer): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, content);
  return path;
}

export const gzipped = (text: string) => gzipSync(Buffer.from(text));

/** A line on the first and on the last day of each month: completely covered months. */
export function months(
  amounts: Readonly<Record<string, number>>,
  subscription = PROD,
  currency = "USD",
): Line[] {
  return Object.entries(amounts).flatMap(([month, amount]) => {
    const last = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).getUTCDate();
    return [
      { subscription, currency, date: `${month}-01`, amount: amount / 4 },
      { subscription, currency, date: `${month}-${last}`, amount: (amount * 3) / 4 },
    ];
  });
}
