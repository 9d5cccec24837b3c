/** Signs that stand for one currency. */
const SYMBOLS: Readonly<Record<string, string>> = { "€": "EUR", "£": "GBP" };

/** A currency before or after a number, with separators as people write them. */
const WRITTEN = /^(?:([A-Za-z]{3}|[€$£¥])\s*)?(\d[\d.,' \u00a0\u202f]*)(?:\s*([A-Za-z]{3}|[€$£¥]))?$/u;

/**
 * What to write instead of an amount that is a text: `"1000"`, `1,000`, `1000 EUR`.
 * @returns undefined when it is no amount at all
 */
export function amountHint(text: string): string | undefined {
  const [, before, digits, after] = WRITTEN.exec(text.trim().slice(0, 40)) ?? [];
  const amount = digits === undefined ? undefined : plainNumber(digits);
  if (amount === undefined) return undefined;
  const currency = before ?? after;
  if (currency === undefined) return `Write ${amount}: without quotes, separators or a currency.`;
  const code = SYMBOLS[currency] ?? currency.toUpperCase();
  const known = /^[A-Z]{3}$/.test(code)
    ? `, and currency: ${code} beside it`
    : ", and the currency's code beside it";
  return `Write amount: ${amount}${known}.`;
}

/** `1,000.50`, `1.000,50`, `1'000` and `1 000` as a number; undefined where it could be one of two. */
function plainNumber(text: string): string | undefined {
  const compact = text.replace(/['\s\u00a0\u202f]/gu, "");
  const [, whole = "", decimals] = /^(.*?)(?:[.,](\d{1,2}))?$/.exec(compact) ?? [];
  const isGrouped = /^\d{1,3}([.,]\d{3})*$/.test(whole) || /^\d+$/.test(whole);
  if (!isGrouped) return undefined;
  const number = `${whole.replace(/[.,]/g, "")}${decimals === undefined ? "" : `.${decimals}`}`;
  return number.length > 15 ? undefined : number;
}
