import { isDeepStrictEqual } from "node:util";
// Not js-yaml, which reads fleets: it loses comments, order and style.
import { isMap, isPair, isScalar, type Node, parseDocument, type YAMLMap, type YAMLSeq } from "yaml";

/** Thrown when the file cannot be edited safely. The message is a sentence. */
export class FleetEditError extends Error {}

/** Scalar members of a map. */
export type Members = Readonly<Record<string, string | number>>;

/** Collects changes to places in a text and applies them together. */
export class EditedFile {
  readonly root: YAMLMap;
  readonly #text: string;
  readonly #newline: string;
  readonly #before: Readonly<Record<string, unknown>>;
  readonly #edits: { readonly from: number; readonly to: number; readonly text: string }[] = [];

  constructor(text: string) {
    this.#text = text;
    this.#newline = text.includes("\r\n") ? "\r\n" : "\n";
    const document = parseDocument(text);
    if (document.errors.length > 0 || !isMap(document.contents)) throw unusual("it is not a map");
    if (document.contents.flow === true) throw unusual("it is a flow map in braces");
    this.root = document.contents;
    this.#before = Object(document.toJS({ maxAliasCount: 1000 }));
  }

  append(block: string): void {
    const gap = this.#text.endsWith("\n") ? "\n" : "\n\n";
    this.#insert(this.#text.length, `${gap}${block}\n`);
  }

  /** Sets members of a map; new ones are added at the end. */
  setMembers(map: YAMLMap, members: Members): void {
    const missing = Object.entries(members).filter(([key, value]) => {
      const node = map.get(key, true);
      if (node === undefined) return true;
      if (!isScalar(node)) throw unusual(`${key} is an alias or not a scalar`);
      if (node.value !== value) this.#replace(node, scalar(value));
      return false;
    });
    for (const [key, value] of missing) this.addMember(map, key, scalar(value));
  }

  addMember(map: YAMLMap, key: string, value: string): void {
    const end = endOf(map);
    if (map.flow === true) this.#insert(end, `, ${key}: ${value}`);
    else this.#insert(this.#lineEnd(end), `\n${" ".repeat(this.#columnOf(map))}${key}: ${value}`);
  }

  addItem(list: YAMLSeq, members: Members): void {
    const last = list.items.at(-1);
    if (list.flow === true || last === undefined) {
      const items = list.items.length === 0 ? "" : ", ";
      if (list.flow !== true) throw unusual("the list is empty");
      const [, end] = rangeOf(list);
      // Inserts before the closing bracket, after the last item.
      const at = last === undefined ? end - 1 : rangeOf(last)[1];
      this.#insert(at, `${items}${flowItem(members)}`);
      return;
    }
    const end = isMap(last) ? (last.flow === true ? rangeOf(last)[1] : endOf(last)) : rangeOf(last)[1];
    const column = this.#columnOf(list);
    this.#insert(this.#lineEnd(end), `\n${" ".repeat(column)}${blockItem(members, column)}`);
  }

  /** @param expected returns the expected content for the current content */
  finish(expected: (before: Readonly<Record<string, unknown>>) => unknown): string {
    let text = this.#text;
    // Applies edits from the end, so that earlier offsets stay valid.
    for (const edit of [...this.#edits].reverse().sort((a, b) => b.from - a.from)) {
      text = text.slice(0, edit.from) + edit.text + text.slice(edit.to);
    }
    const document = parseDocument(text);
    const isAsMeant =
      document.errors.length === 0 &&
      isDeepStrictEqual(document.toJS({ maxAliasCount: 1000 }), expected(this.#before));
    if (!isAsMeant) throw unusual("the change would have a different result");
    return text;
  }

  #replace(node: Node, text: string): void {
    const [from, to] = rangeOf(node);
    this.#edits.push({ from, to, text });
  }

  #insert(at: number, text: string): void {
    this.#edits.push({ from: at, to: at, text: text.replaceAll("\n", this.#newline) });
  }

  #lineEnd(from: number): number {
    const end = this.#text.indexOf(this.#newline, from);
    return end === -1 ? this.#text.length : end;
  }

  /** Returns the indentation of a block: the column of its first key, or of its first hyphen. */
  #columnOf(block: YAMLMap | YAMLSeq): number {
    const [from] = rangeOf(block);
    return from - (this.#text.lastIndexOf("\n", from - 1) + 1);
  }
}

/** Returns the end of the last value of a map: the map's own range includes following comments. */
function endOf(map: YAMLMap): number {
  const last = map.items.at(-1);
  const value = isPair(last) ? last.value : undefined;
  return rangeOf(value)[1];
}

function rangeOf(node: unknown): readonly [number, number] {
  const range = typeof node === "object" && node !== null && "range" in node ? node.range : undefined;
  if (!Array.isArray(range)) throw unusual("a value is missing");
  const [from, to] = range;
  return [Number(from), Number(to)];
}

export function blockItem(members: Members, column: number): string {
  const lines = Object.entries(members).map(([key, value]) => `${key}: ${scalar(value)}`);
  return `- ${lines.join(`\n${" ".repeat(column + 2)}`)}`;
}

function flowItem(members: Members): string {
  return `{ ${Object.entries(members)
    .map(([key, value]) => `${key}: ${scalar(value)}`)
    .join(", ")} }`;
}

/** Writes a scalar plain where YAML reads it as this value, in quotes otherwise. */
export function scalar(value: string | number): string {
  return typeof value === "number" || /^[A-Za-z0-9][\w@.+:/%?=&~#-]*$/.test(value)
    ? String(value)
    : JSON.stringify(value);
}

export function unusual(reason: string): FleetEditError {
  return new FleetEditError(`it cannot be edited safely: ${reason}`);
}
