const GROUPS = /\B(?=(?:\d{3})+$)/g;

/**
 * Formats a number: `12,345`, independent of the machine's locale. Whole numbers are formatted without `Intl`, whose first
 * use takes longer than many commands need in all.
 */
export function count(value: number): string {
  return Number.isSafeInteger(value) ? `${value}`.replace(GROUPS, ",") : value.toLocaleString("en-US");
}

/** Formats a number with its noun: `1 subscription`, `12 subscriptions`. */
export function counted(value: number, noun: string, plural = `${noun}s`): string {
  return `${count(value)} ${value === 1 ? noun : plural}`;
}
