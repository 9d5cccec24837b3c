/** Symbols of a single currency. */
const SYMBOLS: Readonly<Record<string, string>> = { "€": "EUR", "£": "GBP" };

/** A currency before or after a number, with any separators. */
const WRITTEN = /^(?:([A-Za-z]{3}|[€$£¥])\s*)?(\d[\d.,' \u00a0\u202f]*)(?:\s*([A-Za-z]{3}|[€$£¥]))?$/u;

/**
 * Returns a correction for an amount that is written as text: `"1000"`, `1,000`, `1000 EUR`.
 * @returns undefined when the text is not an amount
 */
export function amountHint(text: string): string | undefined {
  const [, before, digits, after] = WRITTEN.exec(text.trim().slice(0, 40)) ?? [];
  const amount = digits === undefined ? undefined : plainNumber(digits);
  if (amount === undefined) return undefined;
  const currency = before ?? after;
  if (currency === undefined) return `Write ${amount}: without quotes, separators or a currency.`;
  const code = SYMBOLS[currency] ?? currency.toUpperCase();
  const known = /^[A-Z]{3}$/.test(code)
    ? `, and currency: ${code} as a separate key`
    : ", and the currency's code as a separate key";
  return `Write amount: ${amount}${known}.`;
}

/** Parses `1,000.50`, `1.000,50`, `1'000` and `1 000` as a number; undefined where it is ambiguous. */
function plainNumber(text: string): string | undefined {
  const compact = text.replace(/['\s\u00a0\u202f]/gu, "");
  const [, whole = "", decimals] = /^(.*?)(?:[.,](\d{1,2}))?$/.exec(compact) ?? [];
  const isGrouped = /^\d{1,3}([.,]\d{3})*$/.test(whole) || /^\d+$/.test(whole);
  if (!isGrouped) return undefined;
  const number = `${whole.replace(/[.,]/g, "")}${decimals === undefined ? "" : `.${decimals}`}`;
  return number.length > 15 ? undefined : number;
}
