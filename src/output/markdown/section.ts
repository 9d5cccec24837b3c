import { count, counted } from "../wording.ts";

/** An item of a section, shown whole or left out. */
export interface Item {
  /** The number of subscriptions in the item. */
  readonly subscriptions: number;
  /** Markdown without a line break at its end. */
  readonly render: () => string;
}

/** A part of the page. */
export interface Section {
  /** Plain text: words, numbers and symbols of this project. */
  readonly heading: string;
  /** Whether the reader has to open the section. Its items must not contain sections that fold. @default false */
  readonly isFolded?: boolean;
  /** The most important item first. */
  readonly items: readonly Item[];
  /** Between items: one line break in a list, two between blocks. */
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

/** Room for the note about left-out items. */
const NOTE = 250;

/** How sections are fitted into a limit. */
export interface Fitting {
  readonly measure: Limit["measure"];
  /** Where to find the complete list; continues "left out here;". Markdown. */
  readonly elsewhere: string;
}

/**
 * Fits sections into a limit, in their order. Every section gets a share, earlier ones a larger one, and unused room
 * goes to the others. Items are left out whole, from the end of their section, and counted.
 * @param room in the unit of the fitting's limit
 */
export function fitSections(sections: readonly Section[], room: number, fitting: Fitting): string {
  const drafts = sections
    .filter(({ items }) => items.length > 0)
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
  /** The first items that could fit. */
  readonly items: readonly string[];
  /** The size of the complete section; more than the room when it cannot fit. */
  readonly natural: number;
}

function draft(section: Section, room: number, { measure }: Fitting): Draft {
  const { between, items } = section;
  const head = headOf(section);
  const rendered: string[] = [];
  let size = measure(head) + measure(footOf(section));
  for (const item of items) {
    const text = item.render();
    size += measure(text) + between.length;
    if (size > room) return { section, head, items: rendered, natural: room + 1 };
    rendered.push(text);
  }
  return { section, head, items: rendered, natural: size };
}

function headOf({ heading, isFolded }: Section): string {
  return isFolded === true ? `<details><summary><b>${heading}</b></summary>\n\n` : `#### ${heading}\n\n`;
}

function footOf({ isFolded }: Section): string {
  return isFolded === true ? "\n\n</details>\n\n" : "\n\n";
}

function whole({ head, items, section }: Draft, note = ""): string {
  const parts = [items.join(section.between), note].filter((part) => part !== "");
  return `${head}${parts.join("\n\n")}${footOf(section)}`;
}

function cutShort(
  { head, natural, items, section }: Draft,
  allowed: number,
  { elsewhere, measure }: Fitting,
): string {
  const shown: string[] = [];
  let size = measure(head) + measure(elsewhere) + measure(footOf(section)) + NOTE;
  for (const item of items) {
    size += measure(item) + section.between.length;
    if (size > allowed) break;
    shown.push(item);
  }
  const note = `*${leftOut(section, shown.length)} left out here; ${elsewhere}.*`;
  return whole({ head, natural, items: shown, section }, note);
}

function leftOut({ items }: Section, shown: number): string {
  const rest = items.slice(shown);
  const subscriptions = rest.reduce((sum, item) => sum + item.subscriptions, 0);
  const kind = shown === 0 ? "item" : "more item";
  const about =
    subscriptions === 0
      ? ""
      : `, about ${count(subscriptions)} ${subscriptions === 1 ? "subscription" : "subscriptions"},`;
  return `${counted(rest.length, kind)}${about} ${rest.length === 1 ? "is" : "are"}`;
}
