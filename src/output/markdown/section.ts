import { count, counted } from "../wording.ts";

/** A row of a section: cut off whole or shown whole. */
export interface Row {
  /** How many subscriptions it speaks of. */
  readonly subscriptions: number;
  /** Markdown without a line break at its end. */
  readonly render: () => string;
}

/** A part of the page. */
export interface Section {
  readonly heading: string;
  /** Stands before the rows: a table's head, or a sentence. */
  readonly intro?: string;
  /** What matters most first. */
  readonly rows: readonly Row[];
  /** Between rows: one line break in a table, two between blocks. */
  readonly between: "\n" | "\n\n";
}

/** What may be shown: how much of it there is, and how that is measured. */
export interface Limit {
  readonly max: number;
  readonly measure: (text: string) => number;
}

/** GitHub takes 65,536 characters in a comment; measured in UTF-16 units, which are never fewer. */
export const COMMENT: Limit = { max: 65_000, measure: (text) => text.length };

/** GitHub takes 1 MiB in a step's summary. */
export const SUMMARY: Limit = { max: 1024 * 1024 - 1024, measure: (text) => Buffer.byteLength(text) };

/** Room for saying what was left out of a section. */
const NOTE = 250;

/** How the sections of a page are fitted in. */
export interface Fitting {
  readonly measure: Limit["measure"];
  /** Where the whole is; continues "left out here;". Markdown. */
  readonly elsewhere: string;
}

/**
 * The sections within a limit, in their order. Every section gets its share, earlier ones a larger one, and what one
 * does not need goes to the others. Rows are left out whole, from the end of their section, and counted.
 * @param room in what the fitting measures
 */
export function fitSections(sections: readonly Section[], room: number, fitting: Fitting): string {
  const drafts = sections
    .filter(({ rows }) => rows.length > 0)
    .map((section) => draft(section, room, fitting));
  const parts: string[] = [];
  let left = room;
  for (const [index, one] of drafts.entries()) {
    const later = drafts.slice(index + 1);
    const needed = later.reduce((sum, { natural }) => sum + natural, 0);
    const share = Math.floor((left * 2) / (later.length + 2));
    const allowed = Math.max(left - needed, share);
    const part = one.natural <= allowed ? whole(one) : cutShort(one, allowed, fitting);
    left -= fitting.measure(part);
    parts.push(part);
  }
  return parts.join("");
}

interface Draft {
  readonly section: Section;
  readonly head: string;
  /** Those at the start that could fit at all. */
  readonly rows: readonly string[];
  /** What the whole section measures; more than the room when it cannot fit. */
  readonly natural: number;
}

function draft(section: Section, room: number, { measure }: Fitting): Draft {
  const { between, heading, intro, rows } = section;
  const head = `#### ${heading}\n\n${intro === undefined ? "" : `${intro}${between}`}`;
  const rendered: string[] = [];
  let size = measure(head) + 2;
  for (const row of rows) {
    const text = row.render();
    size += measure(text) + between.length;
    if (size > room) return { section, head, rows: rendered, natural: room + 1 };
    rendered.push(text);
  }
  return { section, head, rows: rendered, natural: size };
}

function whole({ head, rows, section }: Draft): string {
  return `${head}${rows.join(section.between)}\n\n`;
}

function cutShort(
  { head, natural, rows, section }: Draft,
  allowed: number,
  { elsewhere, measure }: Fitting,
): string {
  const shown: string[] = [];
  let size = measure(head) + measure(elsewhere) + NOTE;
  for (const row of rows) {
    size += measure(row) + section.between.length;
    if (size > allowed) break;
    shown.push(row);
  }
  const note = `*${leftOut(section, shown.length)} left out here; ${elsewhere}.*\n\n`;
  // A table's head without a row says nothing.
  if (shown.length === 0) return `#### ${section.heading}\n\n${note}`;
  return whole({ head, natural, rows: shown, section }) + note;
}

function leftOut({ rows }: Section, shown: number): string {
  const rest = rows.slice(shown);
  const subscriptions = rest.reduce((sum, row) => sum + row.subscriptions, 0);
  const kind = shown === 0 ? "row" : "more row";
  const about =
    subscriptions === 0
      ? ""
      : `, about ${count(subscriptions)} ${subscriptions === 1 ? "subscription" : "subscriptions"},`;
  return `${counted(rest.length, kind)}${about} ${rest.length === 1 ? "is" : "are"}`;
}
