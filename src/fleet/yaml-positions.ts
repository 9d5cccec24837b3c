import { EVENT_ID, type Event, getScalarValue, SCALAR_STYLE, type ScalarEvent } from "js-yaml";
import type { Path } from "./path.ts";

/** The position of a node of a YAML document, and the positions of its members. */
interface Place {
  /** The offset of the key for a member of a map, of the value otherwise. */
  readonly offset: number;
  /** By key or index; an alias shares those of its anchor. */
  readonly members: ReadonlyMap<string | number, Place> | undefined;
}

/** The positions of all values of one document. */
export class YamlPositions {
  readonly #root: Place;
  readonly #lineStarts: readonly number[];

  /** @param events the parser's events for `text`; both of one document */
  constructor(text: string, events: readonly Event[]) {
    this.#root = placesOf(text, events);
    this.#lineStarts = lineStartsOf(text);
  }

  /** Returns line and column, from 1, of the value at `path`, or of the nearest existing ancestor. */
  locate(path: Path): { readonly line: number; readonly column: number } {
    let place = this.#root;
    for (const part of path) {
      const member = place.members?.get(part);
      if (member === undefined) break;
      place = member;
    }
    return lineAndColumn(this.#lineStarts, place.offset);
  }
}

/** Returns line and column, from 1, of an offset into the text. */
export function positionOfOffset(
  text: string,
  offset: number,
): { readonly line: number; readonly column: number } {
  return lineAndColumn(lineStartsOf(text), offset);
}

/** Returns the offset of the first node of a stream's second document. */
export function startOfSecondDocument(events: readonly Event[]): number {
  const first = events.findIndex((event) => event.type === EVENT_ID.DOCUMENT);
  const second = events.findIndex((event, index) => event.type === EVENT_ID.DOCUMENT && index > first);
  let offset = 0;
  for (const event of events.slice(0, second + 2)) offset = startOf(event) ?? offset;
  return offset;
}

interface OpenNode {
  readonly isMap: boolean;
  readonly members: Map<string | number, Place>;
  /** The key of the next value, in a map. */
  key: { readonly name: string; readonly offset: number } | undefined;
}

function placesOf(text: string, events: readonly Event[]): Place {
  const anchors = new Map<string, Place>();
  const open: OpenNode[] = [];
  let root: Place | undefined;
  let offset = 0;

  const add = (members: Place["members"], start: number): Place => {
    const parent = open.at(-1);
    const key = parent?.key;
    const place = { offset: key?.offset ?? start, members };
    root ??= place;
    if (parent === undefined) return place;
    if (!parent.isMap) parent.members.set(parent.members.size, place);
    else if (key !== undefined) parent.members.set(key.name, place);
    parent.key = undefined;
    return place;
  };

  for (const event of events) {
    // An empty value has no position: it gets that of the preceding value.
    offset = startOf(event) ?? offset;
    const parent = open.at(-1);
    const isKey = parent?.isMap === true && parent.key === undefined;
    if (event.type === EVENT_ID.POP) open.pop();
    else if (event.type === EVENT_ID.ALIAS) {
      const target = anchors.get(text.slice(event.anchorStart, event.anchorEnd));
      if (isKey) parent.key = { name: "", offset };
      else add(target?.members, offset);
    } else if (event.type === EVENT_ID.SCALAR) {
      if (isKey) parent.key = { name: getScalarValue(text, event), offset };
      else anchor(add(undefined, offset), event);
    } else if (event.type === EVENT_ID.SEQUENCE || event.type === EVENT_ID.MAPPING) {
      const members = new Map<string | number, Place>();
      // A key that is a collection is rejected later, so its position is irrelevant.
      if (isKey) parent.key = { name: "", offset };
      else anchor(add(members, offset), event);
      open.push({ isMap: event.type === EVENT_ID.MAPPING, members, key: undefined });
    }
  }
  return root ?? { offset: 0, members: undefined };

  function anchor(place: Place, event: { anchorStart: number; anchorEnd: number }): void {
    if (event.anchorStart !== -1) anchors.set(text.slice(event.anchorStart, event.anchorEnd), place);
  }
}

function startOf(event: Event): number | undefined {
  if (event.type === EVENT_ID.DOCUMENT || event.type === EVENT_ID.POP) return undefined;
  const starts = [event.anchorStart === -1 ? -1 : event.anchorStart - 1];
  if (event.type !== EVENT_ID.ALIAS) {
    starts.push(event.tagStart, event.type === EVENT_ID.SCALAR ? startOfScalar(event) : event.start);
  }
  const written = starts.filter((start) => start >= 0);
  return written.length === 0 ? undefined : Math.min(...written);
}

/** The parser's range of a quoted scalar excludes its quotes. */
function startOfScalar({ valueStart, style }: ScalarEvent): number {
  const quoted = style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED;
  return quoted && valueStart > 0 ? valueStart - 1 : valueStart;
}

/** Splits at YAML's line breaks: LF, CR LF, CR. */
function lineStartsOf(text: string): number[] {
  const starts = [0];
  for (const lineBreak of text.matchAll(/\r\n?|\n/g)) starts.push(lineBreak.index + lineBreak[0].length);
  return starts;
}

function lineAndColumn(starts: readonly number[], offset: number): { line: number; column: number } {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
}
