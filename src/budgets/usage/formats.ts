import {
  type Fields,
  LineError,
  type LineReader,
  numberOf,
  UsageFileError,
  type UsageFormat,
  type UsageLine,
} from "./columns.ts";

/*
 * The supported files, by their columns. Azure evaluates a subscription's budget at retail rates in the billing
 * currency, so each format names the column with that cost, or its factors:
 *
 * - daily-rated usage of Partner Center and of Microsoft Graph: UnitPrice x Quantity x PCToBCExchangeRate. Its totals carry
 *   the partner's earned credit, and its SubscriptionId is Partner Center's; EntitlementId is the Azure subscription.
 *   https://learn.microsoft.com/partner-center/billing/daily-rated-usage-recon-files
 * - actual cost of Cost Management: paygCostInBillingCurrency at a partner's scope, costInBillingCurrency at a subscription's.
 *   https://learn.microsoft.com/azure/cost-management-billing/dataset-schema/cost-usage-details-mca-partner
 * - FOCUS: ListCost. https://learn.microsoft.com/azure/cost-management-billing/dataset-schema/cost-usage-details-focus
 */

/** Descriptions of the formats, with the source of the retail rate. */
export const FORMAT_WORDS: Readonly<Record<UsageFormat, string>> = {
  "daily-rated-usage": "daily-rated usage of Partner Center (UnitPrice x Quantity x PCToBCExchangeRate)",
  "actual-cost": "actual cost of Cost Management",
  focus: "FOCUS of Cost Management (ListCost)",
};

/**
 * Returns a reader for a file with these columns.
 * @throws {UsageFileError} when it is not usage, or lacks required columns, which the message names
 */
export function readerOf(columns: readonly string[]): LineReader {
  const known = new Set(columns.map(fold));
  const has = (...names: readonly string[]) => names.every((name) => known.has(fold(name)));
  if (has("EntitlementId") || has("UsageDate", "MeterId", "PartnerId")) return dailyRated(has);
  if (has("ChargePeriodStart") || has("BilledCost", "ListUnitPrice")) return focus(has);
  if (has("costInBillingCurrency") || has("paygCostInBillingCurrency")) return actualCost(has);
  if (has("Subtotal", "TaxTotal", "InvoiceNumber")) {
    throw new UsageFileError(
      "it is an invoice reconciliation file, which has no Azure subscriptions: use the daily-rated usage of the same invoice",
    );
  }
  if (has("Cost", "SubscriptionId")) {
    throw new UsageFileError(
      "it has no column with the cost at retail rates: only Cost, whose rate is unknown",
    );
  }
  throw new UsageFileError(
    `its format is not supported: use daily-rated usage of Partner Center or Graph, actual cost or FOCUS of Cost Management; its columns begin with ${columns.slice(0, 5).map(quoted).join(", ")}`,
  );
}

type Has = (...names: readonly string[]) => boolean;

function dailyRated(has: Has): LineReader {
  const columns = [
    "EntitlementId",
    "UsageDate",
    "UnitPrice",
    "Quantity",
    "PCToBCExchangeRate",
    "BillingCurrency",
    "PricingCurrency",
  ];
  require(has, columns, "daily-rated usage");
  const read = (fields: Fields): UsageLine => {
    const currency = fields(5);
    const rate = fields(4);
    const isSame = rate === "" && currency === fields(6);
    const price = numberOf(fields(2), "UnitPrice") * numberOf(fields(3), "Quantity");
    const amount = isSame ? price : price * numberOf(rate, "PCToBCExchangeRate");
    return { subscription: fields(0), date: fields(1), amount, currency };
  };
  return { format: "daily-rated-usage", columns, read };
}

function actualCost(has: Has): LineReader {
  const cost = has("paygCostInBillingCurrency") ? "paygCostInBillingCurrency" : "costInBillingCurrency";
  if (cost === "costInBillingCurrency" && has("PartnerEarnedCreditApplied")) {
    throw new UsageFileError(
      "it is actual cost at a partner's scope without paygCostInBillingCurrency: its costs have the partner's price, and budgets are evaluated at retail rates",
    );
  }
  const subscription = has("SubscriptionGuid") ? "SubscriptionGuid" : "SubscriptionId";
  const currency = has("billingCurrencyCode") ? "billingCurrencyCode" : "billingCurrency";
  const columns = [subscription, "date", cost, currency, "chargeType"];
  require(has, columns, "actual cost");
  const read = (fields: Fields): UsageLine | undefined => {
    const type = fields(4).toLowerCase();
    if (type.startsWith("unused")) {
      throw new LineError(
        `chargeType is ${quoted(fields(4))}: the file is the amortized cost, and budgets are evaluated by the actual cost`,
      );
    }
    if (type === "tax") return undefined;
    const amount = numberOf(fields(2), cost);
    return { subscription: idOf(fields(0)), date: fields(1), amount, currency: fields(3) };
  };
  return { format: "actual-cost", columns, read };
}

function focus(has: Has): LineReader {
  const columns = ["SubAccountId", "ChargePeriodStart", "ListCost", "BillingCurrency", "ChargeCategory"];
  require(has, columns, "FOCUS");
  const read = (fields: Fields): UsageLine | undefined => {
    if (fields(4).toLowerCase() === "tax") return undefined;
    const amount = numberOf(fields(2), "ListCost");
    return { subscription: idOf(fields(0)), date: fields(1), amount, currency: fields(3) };
  };
  return { format: "focus", columns, read };
}

function require(has: Has, columns: readonly string[], what: string): void {
  const missing = columns.filter((column) => !has(column));
  if (missing.length === 0) return;
  throw new UsageFileError(`it is ${what} without ${missing.join(", ")}: export it with all columns`);
}

/** `/subscriptions/<id>` and `<id>` are equal. */
function idOf(text: string): string {
  return text.startsWith("/") ? text.slice(text.lastIndexOf("/") + 1) : text;
}

/** Folds column names, which differ in case between versions of an export and in spaces between portals. */
export function fold(name: string): string {
  return name.replace(/[\s_]/g, "").toLowerCase();
}

function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 60));
}
