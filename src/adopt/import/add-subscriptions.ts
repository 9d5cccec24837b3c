import { isMap, isNode, isPair, isScalar, isSeq, type Node, parseDocument } from "yaml";
import { entryInFlow, entryLines, type NewSubscription } from "./entry-yaml.ts";

export type Added =
  | { readonly ok: true; readonly text: string /** Of the first new line, from 1. */; readonly line: number }
  /** The reason why the subscriptions cannot be added without rewriting existing text. */
  | { readonly ok: false; readonly message: string };

/**
 * Adds subscriptions to the end of a customer's list. All other text is preserved byte for byte: comments, order,
 * quotes and line ends.
 *
 * @param text the text of a valid file of the fleet
 */
export function addSubscriptions(text: string, subscriptions: readonly NewSubscription[]): Added {
  const document = parseDocument(text, { logLevel: "silent" });
  const root = document.contents;
  if (document.errors.length > 0 || !isMap(root)) return refuse("its YAML cannot be edited automatically");
  const pair = root.items.find(({ key }) => isScalar(key) && key.value === "subscriptions");
  if (pair === undefined) {
    if (root.flow === true) return refuse("it is a flow map: add a subscriptions list first");
    return insertLines(
      text,
      endOf(root),
      ["subscriptions:", ...subscriptions.flatMap(indentedEntry)],
      columnOf(text, root),
    );
  }
  const list = pair.value;
  if (!isSeq(list)) return refuse("its subscriptions are an alias, or not a list");
  const last = list.items.at(-1);
  if (list.flow !== true && isNode(last)) {
    const column = dashColumn(text, list, last);
    return insertLines(
      text,
      lastLineOf(text, endOf(list), column),
      subscriptions.flatMap(entryLines),
      column,
    );
  }
  const at = isNode(last) ? endOf(last) : startOf(list) + 1;
  const entries = subscriptions.map(entryInFlow).join(", ");
  const added = `${text.slice(0, at)}${isNode(last) ? ", " : ""}${entries}${text.slice(at)}`;
  return { ok: true, text: added, line: lineAt(text, at) };
}

function refuse(message: string): Added {
  return { ok: false, message };
}

function indentedEntry(subscription: NewSubscription): string[] {
  return entryLines(subscription).map((line) => `  ${line}`);
}

/** Inserts lines after the line of `at`, indented by that many spaces. */
function insertLines(text: string, at: number, lines: readonly string[], column: number): Added {
  const lineEnd = /\r\n|\n|\r/.exec(text)?.[0] ?? "\n";
  const block = lines.map((line) => `${" ".repeat(column)}${line}${lineEnd}`).join("");
  const end = endOfLine(text, at);
  const isOpen = end === text.length && !/[\r\n]$/.test(text);
  const before = `${text.slice(0, end)}${isOpen ? lineEnd : ""}`;
  return { ok: true, text: before + block + text.slice(end), line: lineAt(before, before.length) };
}

/** Returns the end of the list's last lines: comments under its items with at least their indentation belong to it. */
function lastLineOf(text: string, end: number, column: number): number {
  let last = end;
  for (let start = endOfLine(text, end); start < text.length; start = endOfLine(text, start)) {
    const indent = /^( *)#/.exec(text.slice(start, endOfLine(text, start)))?.[1]?.length;
    // A comment at the margin belongs to the following text.
    if (indent === undefined || indent === 0 || indent < column) break;
    last = start;
  }
  return last;
}

/** Returns the start of the line after that of `at`. */
function endOfLine(text: string, at: number): number {
  const match = /\r\n|\n|\r/g;
  match.lastIndex = at;
  const found = match.exec(text);
  return found === null ? text.length : found.index + found[0].length;
}

function lineAt(text: string, at: number): number {
  return text.slice(0, at).split(/\r\n|\n|\r/).length;
}

function startOf(node: Node): number {
  return node.range?.[0] ?? 0;
}

/**
 * Returns the offset after the node's last character. A text of several lines includes its line end, which is excluded.
 */
function endOf(node: Node): number {
  const last = isMap(node) || isSeq(node) ? lastChild(node) : undefined;
  if (last !== undefined) return endOf(last);
  const [start, end] = node.range ?? [0, 0];
  return isScalar(node) && /^BLOCK/.test(node.type ?? "") ? Math.max(start, end - 1) : end;
}

/** Returns the last child of a block collection; a flow collection ends with its bracket. */
function lastChild(node: Node): Node | undefined {
  if ((!isMap(node) && !isSeq(node)) || node.flow === true) return undefined;
  const last = node.items.at(-1);
  if (!isPair(last)) return isNode(last) ? last : undefined;
  if (isNode(last.value)) return last.value;
  return isNode(last.key) ? last.key : undefined;
}

function columnOf(text: string, node: Node): number {
  const start = startOf(node);
  return start - (Math.max(text.lastIndexOf("\n", start - 1), text.lastIndexOf("\r", start - 1)) + 1);
}

/** Returns the column of the dash before the list's last item. */
function dashColumn(text: string, list: Node, last: Node): number {
  const start = startOf(list);
  if (text[start] === "-") return columnOf(text, list);
  const lineStart = startOf(last) - columnOf(text, last);
  return /^ */.exec(text.slice(lineStart))?.[0].length ?? 0;
}
