import { spaced } from "./visible.ts";

/** Returns a text for use in a message: one line, printable characters only, at most `max` characters. */
export function plain(text: string, max = 200): string {
  const printable = spaced(text.slice(0, max * 2));
  return printable.length > max ? `${printable.slice(0, max - 3)}...` : printable;
}

/** Returns a value in quotation marks: `"soc(at)fabrikam"`. */
export function quote(text: string): string {
  return `"${plain(text, 80)}"`;
}

/** Joins items: `a, b and c`; from the eighth item on it shows their number: `a, b, ..., g and 5 more`. */
export function listed(items: readonly string[]): string {
  const shown = items.length > 8 ? [...items.slice(0, 7), `${items.length - 7} more`] : items;
  const last = shown.at(-1) ?? "nothing";
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(", ")} and ${last}`;
}
