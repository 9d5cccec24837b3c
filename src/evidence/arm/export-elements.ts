import { messageOf } from "../../text/error-message.ts";
import { isRecord, items, type JsonMap } from "../../text/json.ts";
import { parsedJson } from "../../text/parsed-json.ts";
import { ExportFileError, isJsonLines } from "./export-text.ts";

/** The kind of an element: a resource, an answer with its own list, or invalid JSON. */
export type Element = "used" | "answer" | "broken";

export interface ElementHandler {
  /** Called for an object of a list or a single object, as unparsed text. */
  onElement(text: string): Element;
  /** Called before the elements of an answer. */
  onAnswerStart(): void;
  /** Called after them with the object around the list, without the list, and the number of elements. */
  onAnswer(answer: JsonMap, count: number): void;
  /** Called when elements are passed a second time: discard the counts. */
  onRestart(): void;
}

/** Members that hold the resources of an answer: of ARM, of Resource Graph, of `az` and of PowerShell. */
const LISTS = ["value", "data", "Data"];
/** The maximum nesting of lists, beyond that of any export. */
const MAX_LISTS = 8;

/** Reports whether the object is an answer with a list: resources have an id, answers have none. */
export function isAnswer(value: JsonMap): boolean {
  return listIn(value) !== undefined;
}

function listIn(value: JsonMap): string | undefined {
  const name = LISTS.find((one) => Object.hasOwn(value, one) && Array.isArray(value[one]));
  return name === undefined || typeof value["id"] === "string" ? undefined : name;
}

/**
 * Finds the objects in exported JSON: in a list, in the list of an answer, in nested lists, in JSON Lines, or alone. A
 * long list is split at the text where the next element begins, which avoids parsing known elements again. The split is
 * verified: each part must be one JSON object, and the rest must be JSON without them.
 *
 * @throws {ExportFileError} when the text is not JSON
 */
export function eachElement(text: string, handler: ElementHandler): void {
  if (isJsonLines(text)) {
    let line = 0;
    for (const part of text.split("\n")) {
      line += 1;
      if (part.trim() !== "" && handler.onElement(part.trim()) !== "used")
        parsedElements(part, handler, line - 1);
    }
  } else if (!cutElements(text, handler)) parsedElements(text, handler, 0);
}

/** The beginning of a list of objects, alone or in an answer, and the beginning of its elements. */
const LIST_START =
  /^\s*(?:\{(?:\s*"[^"\\]*"\s*:\s*(?:"[^"\\]*"|[\w.+-]+)\s*,)*\s*"(?:value|data)"\s*:\s*)?\[(?<gap>\s*)(?<open>\{\s*"[^"\\]*"\s*:)/i;

/** @returns false when the text has another form */
function cutElements(text: string, handler: ElementHandler): boolean {
  const match = LIST_START.exec(text);
  const { gap = "", open = "" } = match?.groups ?? {};
  if (match === null) return false;
  const first = match[0].length - open.length;
  const starts = [first];
  const separator = `,${gap}${open}`;
  for (let at = text.indexOf(separator, first); at >= 0; at = text.indexOf(separator, at + 1)) {
    starts.push(at + separator.length - open.length);
  }
  const last = starts.at(-1) ?? first;
  const end = endOfObject(text, last);
  const rest = end === undefined ? undefined : parsedJson(text.slice(0, first) + text.slice(end));
  if (starts.length < 3 || end === undefined || rest === undefined) return false;
  const isInAnswer = isRecord(rest);
  if (isInAnswer && listIn(rest) === undefined) return false;
  const elementAt = (index: number) => {
    const next = starts[index + 1];
    return text.slice(starts[index], next === undefined ? end : next - separator.length + open.length);
  };
  if (isInAnswer) handler.onAnswerStart();
  for (let index = 0; index < starts.length; index += 1) {
    const element = elementAt(index);
    const found = handler.onElement(element);
    if (found === "answer") walk(parsedJson(element), handler, 1);
    if (found !== "broken") continue;
    // Elements that contain the separator are split as well: then a part is not complete.
    handler.onRestart();
    return false;
  }
  if (isInAnswer) handler.onAnswer(rest, starts.length);
  return true;
}

/** Returns the end of the object or list that begins at `start`; undefined when the text ends before. */
function endOfObject(text: string, start: number): number | undefined {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') {
      at += 1;
      while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
    } else if (character === "{" || character === "[") depth += 1;
    else if (character === "}" || character === "]") {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}

function parsedElements(text: string, handler: ElementHandler, linesBefore: number): void {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ExportFileError(...notJson(text, error, linesBefore));
  }
  walk(value, handler, 0);
}

function walk(value: unknown, handler: ElementHandler, depth: number): void {
  if (depth > MAX_LISTS) return;
  if (Array.isArray(value)) {
    for (const item of value) walk(item, handler, depth + 1);
  } else if (isRecord(value)) {
    const list = listIn(value);
    if (list === undefined) handler.onElement(JSON.stringify(value));
    else {
      const elements = items(value[list]);
      handler.onAnswerStart();
      for (const item of elements) walk(item, handler, depth + 1);
      handler.onAnswer({ ...value, [list]: [] }, elements.length);
    }
  }
}

/** Returns the JSON fault of the text and its line. The engine's own messages do not always have a position. */
function notJson(text: string, error: unknown, linesBefore: number): [string, number] {
  const start = text.search(/\S/);
  if (start < 0) return ["it is empty", 1];
  const line = (position: number) => linesBefore + lineAt(text, position);
  if (!/[{[]/.test(text[start] ?? "")) return ["it is not JSON", line(start)];
  const end = endOfObject(text, start);
  if (end === undefined) return ["it is truncated: it ends in the middle of its JSON", line(text.length)];
  const position = /position (\d+)/.exec(messageOf(error))?.[1];
  return ["it is not JSON", line(position === undefined ? start : Number(position))];
}

function lineAt(text: string, position: number): number {
  return text.slice(0, position).split("\n").length;
}
