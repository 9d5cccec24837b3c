/** The texts of a customer's copy of the report, in one language. */
export interface CustomerWords {
  /** The language tag of the page: `en`. */
  readonly tag: string;
  readonly title: string;
  /** Who made the page, of which day. */
  readonly from: (partner: string, day: string) => string;
  readonly covered: (covered: number, subscriptions: number) => string;
  /** Columns and headings. */
  readonly subscriptions: string;
  readonly subscription: string;
  readonly protections: string;
  readonly protection: string;
  readonly inPlace: string;
  readonly open: string;
  readonly contacts: string;
  readonly exceptions: string;
  readonly reason: string;
  readonly approvedBy: string;
  readonly until: string;
  readonly yourPart: string;
  /** `3 of 4` */
  readonly of: (part: number, whole: number) => string;
  readonly allInPlace: string;
  readonly missing: string;
  readonly unknown: string;
  readonly excepted: string;
  /** No open protections. */
  readonly nothingOpen: string;
  /** The kinds of notices, for their receivers. */
  readonly security: string;
  readonly operations: string;
  readonly billing: string;
  /** The steps for the customer. */
  readonly steps: readonly string[];
  /** Protections by the ids of their controls; the id as words where a language has none. */
  readonly controls: Readonly<Record<string, string>>;
  readonly day: (day: string) => string;
}

/** Formats a day in a language: `24 November 2026`. */
export function dayIn(tag: string, day: string): string {
  const format = new Intl.DateTimeFormat(tag, { dateStyle: "long", timeZone: "UTC" });
  return format.format(new Date(`${day}T00:00:00Z`));
}
