import { prose } from "../../text/markdown.ts";
import type { Incident, SourceName } from "./report.ts";

/** Returns which of these sources were not read, or not completely. */
export function unreadOf({ sources }: Incident, ...names: readonly SourceName[]): SourceName[] {
  return sources.filter(({ name, read }) => !read && names.includes(name)).map(({ name }) => name);
}

/** Returns the cost with its currency, as far as Azure states one: `999.75 USD`. */
export function costText({ currency, total }: NonNullable<Incident["cost"]>): string {
  return `${total.toFixed(2)} ${prose(currency)}`.trimEnd();
}
