import { count, counted } from "../wording.ts";

/** A row of a section, shown whole or left out. */
export interface Row {
  /** The number of subscriptions in the row. */
  readonly subscriptions: number;
  /** Markdown without a line break at its end. */
  readonly render: () => string;
}

/** A part of the page. */
export interface Section {
  readonly heading: string;
  /** Text before the rows: a table's head, or a sentence. */
  readonly intro?: string;
  /** The most important row first. */
  readonly rows: readonly Row[];
  /** Between rows: one line break in a table, two between blocks. */
  readonly between: "\n" | "\n\n";
}

/** A size limit and the function that measures against it. */
export interface Limit {
  readonly max: number;
  readonly measure: (text: string) => number;
}

/** GitHub allows 65,536 characters in a comment. They are measured in UTF-16 units, which are never fewer. */
export const COMMENT: Limit = { max: 65_000, measure: (text) => text.length };

/** GitHub allows 1 MiB in a step's summary. */
export const SUMMARY: Limit = { max: 1024 * 1024 - 1024, measure: (text) => Buffer.byteLength(text) };

/** Room for the note about left-out rows. */
const NOTE = 250;

/** How sections are fitted into a limit. */
export interface Fitting {
  readonly measure: Limit["measure"];
  /** Where to find the complete list; continues "left out here;". Markdown. */
  readonly elsewhere: string;
}

/**
 * Fits sections into a limit, in their order. Every section gets a share, earlier ones a larger one, and unused room
 * goes to the others. Rows are left out whole, from the end of their section, and counted.
 * @param room in the unit of the fitting's limit
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
  /** The first rows that could fit. */
  readonly rows: readonly string[];
  /** The size of the complete section; more than the room when it cannot fit. */
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
  // A table's head without rows has no content.
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
