import { isMap, isNode, isScalar, isSeq, type Node, type Pair, type YAMLMap, type YAMLSeq } from "yaml";
import type { Path } from "../path.ts";
import { inOrder } from "./key-order.ts";
import { flowText, type OrderAt, scalarText, sourceOf } from "./scalars.ts";
import { LANGUAGE_SERVER } from "./schema-line.ts";

/** Thrown internally: the file has a construct that this printer does not support. */
class UnsupportedLayout extends Error {}

/** The lines of a key or an item, including the comments before it. */
interface Block {
  readonly key: string;
  readonly lead: readonly string[];
  readonly lines: readonly string[];
}

/**
 * Prints block collections from the source's nodes and lines, from top to bottom. Lines between two keys or items are
 * comments and empty lines. They belong to the following one, or to the end of the preceding collection when they have
 * its indentation.
 */
export class BlockPrinter {
  /** The reason why nothing was printed. */
  unsupported: string | undefined;
  readonly #source: string;
  readonly #lines: readonly string[];
  readonly #starts: readonly number[];
  readonly #orderAt: OrderAt;
  /** The index of the first unprinted line. */
  #next = 0;

  constructor(source: string, orderAt: OrderAt) {
    this.#source = source;
    this.#lines = source.split("\n");
    let start = 0;
    this.#starts = this.#lines.map((line) => {
      const own = start;
      start += line.length + 1;
      return own;
    });
    this.#orderAt = orderAt;
  }

  /** Returns `undefined` where the file has an unsupported construct. */
  print(root: YAMLMap): string[] | undefined {
    try {
      const header = this.#header(root);
      const lines = [...header, ...this.#map(root, [], 0, 0)];
      while (lines[0] === "") lines.shift();
      while (lines.at(-1) === "") lines.pop();
      return lines;
    } catch (error) {
      if (!(error instanceof UnsupportedLayout)) throw error;
      this.unsupported = error.message;
      return undefined;
    }
  }

  /** Returns the comments at the top of the file, separated from the first key by an empty line. */
  #header(root: YAMLMap): string[] {
    const first = this.#lineOf(startOf(root));
    const lead = this.#lines.slice(0, first).map((line) => line.trim());
    const own = lead.lastIndexOf("") + 1;
    const language = lead.findLastIndex((line) => LANGUAGE_SERVER.test(line)) + 1;
    this.#next = Math.max(own, language);
    return withoutGaps(lead.slice(0, this.#next));
  }

  /** @param least the least indentation of a comment after the map that belongs to it */
  #map(map: YAMLMap, path: Path, indent: number, least: number): string[] {
    const blocks = map.items.map((pair): Block => {
      if (!isScalar(pair.key)) throw new UnsupportedLayout("it has keys that are not texts");
      const lead = this.#gapBefore(this.#lineOf(startOf(pair.key)), indent);
      const key = String(pair.key.value);
      return { key, lead, lines: this.#pair(pair, [...path, key], indent) };
    });
    const ordered = inOrder(blocks, ({ key }) => key, this.#orderAt(path));
    return [...joined(ordered), ...this.#gapAfter(least, indent)];
  }

  #seq(seq: YAMLSeq, path: Path, indent: number, least: number): string[] {
    const blocks = seq.items.map((item, index): Block => {
      if (!isNode(item)) throw new UnsupportedLayout("it has an empty item");
      const dash = this.#dashBefore(startOf(item));
      const line = this.#lineOf(dash);
      const lead = this.#gapBefore(line, indent);
      if (this.#source.slice(dash + 1, startOf(item)).includes("#"))
        throw new UnsupportedLayout("it has a comment after a dash");
      this.#next = this.#lineOf(startOf(item));
      const lines = this.#value(item, [...path, index], indent + 2, "");
      // A comment before the item's first key has no place after the dash: it moves before the item.
      const start = lines.findIndex((one) => !/^\s*(?:#|$)/.test(one));
      const moved = lines.slice(0, start).map((one) => " ".repeat(one === "" ? 0 : indent) + one.trim());
      const [first = "", ...rest] = lines.slice(start);
      return {
        key: "",
        lead: [...lead, ...moved],
        lines: [`${" ".repeat(indent)}- ${first.slice(indent + 2)}`, ...rest],
      };
    });
    return [...joined(blocks), ...this.#gapAfter(least, indent)];
  }

  #pair({ key, value }: Pair, path: Path, indent: number): string[] {
    if (!isScalar(key)) throw new UnsupportedLayout("it has keys that are not texts");
    const name = scalarText(key, this.#source, false);
    if (name === undefined) throw new UnsupportedLayout("it has a key of several lines");
    const before = `${" ".repeat(indent)}${name}:`;
    const keyEnd = endOf(key);
    if (!isNode(value) || startOf(value) === endOf(value)) {
      const line = this.#lineOf(keyEnd);
      this.#next = line + 1;
      return [this.#withComment(before, keyEnd + 1)];
    }
    const isBlock = (isMap(value) || isSeq(value)) && value.flow !== true;
    const between = this.#source.slice(keyEnd, startOf(value));
    if (!isBlock) {
      if (between.includes("#")) throw new UnsupportedLayout("it has a comment between a key and its value");
      return this.#value(value, path, indent, before);
    }
    this.#next = this.#lineOf(keyEnd) + 1;
    const column = this.#columnOf(value);
    const isFlush = isSeq(value) && column === this.#columnOf(key);
    const lines = isSeq(value)
      ? this.#seq(value, path, indent + 2, column + Number(isFlush))
      : this.#map(value, path, indent + 2, column);
    return [this.#withComment(before, this.#source.indexOf(":", keyEnd) + 1), ...lines];
  }

  /** Prints a value after `before`, or a block collection without it; including trailing comments. */
  #value(node: Node, path: Path, indent: number, before: string): string[] {
    if (isMap(node) && node.flow !== true) return this.#map(node, path, indent, this.#columnOf(node));
    if (isSeq(node) && node.flow !== true) return this.#seq(node, path, indent, this.#columnOf(node));
    const prefix = before === "" ? " ".repeat(indent) : `${before} `;
    if (isScalar(node) && /^BLOCK/.test(node.type ?? "")) return this.#blockScalar(node, prefix, indent);
    const end = startOf(node) + sourceOf(node, this.#source).length;
    const oneLine = isScalar(node)
      ? scalarText(node, this.#source, false)
      : flowText(node, this.#source, path, this.#orderAt);
    const lines = oneLine === undefined ? this.#severalLines(node, indent) : [oneLine];
    this.#next = this.#lineOf(end) + 1;
    const last = lines.length - 1;
    return lines.map((line, index) => {
      const whole = index === 0 ? `${prefix}${line}` : line;
      return index === last ? this.#withComment(whole, end) : whole;
    });
  }

  /** Moves a text or flow collection of several lines as a whole. */
  #severalLines(node: Node, indent: number): string[] {
    const [first = "", ...rest] = sourceOf(node, this.#source).split("\n");
    const start = this.#lines[this.#lineOf(startOf(node))] ?? "";
    const shift = indent - (/^[ -]*/.exec(start)?.[0].length ?? 0);
    const moved = rest.map((line) => {
      const depth = /^[ \t]*/.exec(line)?.[0].length ?? 0;
      if (line.trim() === "") return "";
      if (isScalar(node)) return " ".repeat(indent + 2) + line.replace(/^[ \t]+/, "");
      return " ".repeat(Math.max(depth + shift, indent + 2)) + line.trim();
    });
    return [first, ...moved];
  }

  /** Prints a text after `|` or `>`, its lines indented by two spaces. */
  #blockScalar(node: Node, prefix: string, indent: number): string[] {
    const [start = 0, end = 0] = node.range ?? [];
    const [header = "", ...rest] = this.#source.slice(start, end).replace(/\n$/, "").split("\n");
    const depths = rest.filter((line) => line.trim() !== "").map((line) => /^ */.exec(line)?.[0].length ?? 0);
    if (/^[|>][-+]?[1-9]/.test(header))
      throw new UnsupportedLayout("it has a text with an indentation of its own");
    this.#next = this.#lineOf(Math.max(start, end - 1)) + 1;
    const depth = depths[0] ?? 0;
    const body = rest.map((line) => (line.trim() === "" ? "" : " ".repeat(indent + 2) + line.slice(depth)));
    return [`${prefix}${header.trimEnd()}`, ...body];
  }

  /** Appends the comment after `at`, at its own column if there is room. */
  #withComment(line: string, at: number): string {
    const number = this.#lineOf(at);
    const lineStart = this.#starts[number] ?? 0;
    const behind = (this.#lines[number] ?? "").slice(at - lineStart);
    const hash = behind.search(/[^ \t]/);
    if (hash < 0) return line;
    if (behind[hash] !== "#") throw new UnsupportedLayout("it has text where only a comment can be");
    const column = at - lineStart + hash;
    return line + " ".repeat(Math.max(1, column - line.length)) + behind.slice(hash).trimEnd();
  }

  /** Returns the comments and empty lines before a line. */
  #gapBefore(line: number, indent: number): string[] {
    const lines = this.#lines.slice(this.#next, line);
    this.#next = Math.max(this.#next, line);
    return withoutGaps(lines.map((one) => (one.trim() === "" ? "" : " ".repeat(indent) + one.trim())));
  }

  /** Returns the comments that belong to the end of a collection. */
  #gapAfter(least: number, indent: number): string[] {
    let end = this.#next;
    for (let index = this.#next; index < this.#lines.length; index += 1) {
      const line = this.#lines[index] ?? "";
      if (line.trim() === "") continue;
      if (!/^\s*#/.test(line) || line.search(/\S/) < least) break;
      end = index + 1;
    }
    return this.#gapBefore(end, indent);
  }

  #dashBefore(at: number): number {
    const dash = /-(?:[ \t\n]|#.*\n)*$/.exec(this.#source.slice(Math.max(0, at - 2000), at));
    if (dash === null) throw new UnsupportedLayout("it has an item with several spaces after its dash");
    return at - dash[0].length;
  }

  #lineOf(at: number): number {
    let [low, high] = [0, this.#starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #columnOf(node: Node): number {
    return startOf(node) - (this.#starts[this.#lineOf(startOf(node))] ?? 0);
  }
}

/** Limits empty lines to one in a row. */
export function withoutGaps(lines: readonly string[]): string[] {
  return lines.filter((line, index) => line !== "" || lines[index - 1] !== "");
}

/** Removes the first block's leading empty lines. */
function joined(blocks: readonly Block[]): string[] {
  return blocks.flatMap(({ lead, lines }, index) => {
    const firstText = lead.findIndex((line) => line !== "");
    const kept = index > 0 ? lead : lead.slice(firstText < 0 ? lead.length : firstText);
    return [...kept, ...lines];
  });
}

function startOf(node: Node): number {
  return node.range?.[0] ?? 0;
}

function endOf(node: Node): number {
  return node.range?.[1] ?? 0;
}
