import {
  CORE_SCHEMA,
  constructFromEvents,
  EVENT_ID,
  type Event,
  mapTag,
  parseEvents,
  YAMLException,
} from "js-yaml";
import { messageOf } from "../text/error-message.ts";
import { quote } from "./echo.ts";
import type { Path } from "./path.ts";
import type { Position } from "./position.ts";
import { type Problem, withHint } from "./problem.ts";
import { aliasProblem } from "./yaml-aliases.ts";
import { positionOfOffset, startOfSecondDocument, YamlPositions } from "./yaml-positions.ts";

const MAX_DEPTH = 50;
const MAX_REASON = 200;

/** A value takes the parser some hundred bytes: texts made of nothing else would take gigabytes. */
const MAX_SEPARATORS = 1_000_000;
/** In characters; shorter texts cannot have too many values. */
const LARGE = MAX_SEPARATORS;
const LINE_FEED = 10;
const COMMA = 44;
const COLON = 58;

const DUPLICATE_KEY = "duplicated mapping key";
const BAD_KEY = "__proto__ is not allowed as a key";

/** YAML 1.2's core schema: no dates, no yes and no, no merge keys. A map never has a key `__proto__`. */
const SCHEMA = CORE_SCHEMA.withTags({
  ...mapTag,
  addPair: (map, key, value) => (key === "__proto__" ? BAD_KEY : mapTag.addPair(map, key, value)),
});

export type ParsedYaml =
  | { readonly ok: true; readonly file: YamlFile; readonly value: unknown }
  | { readonly ok: false; readonly problem: Problem };

/**
 * A parsed file that can say where its values are. It keeps only the text, which the strings of its value share
 * anyway, and finds the positions when they are first asked for.
 */
export class YamlFile {
  readonly name: string;
  readonly #text: string;

  /** `name` is the file's name for people; `text` must have been parsed by {@link parseYaml}. */
  constructor(name: string, text: string) {
    this.name = name;
    this.#text = text;
  }

  /** Of the key of a map's member, of a list's item, or of the nearest ancestor that is there. */
  locate(path: Path): Position {
    return { file: this.name, ...this.#positions().locate(path) };
  }

  #positions(): YamlPositions {
    const positions =
      recent.get(this) ?? new YamlPositions(this.#text, parseEvents(this.#text, { maxDepth: MAX_DEPTH }));
    recent.delete(this);
    recent.set(this, positions);
    for (const oldest of recent.keys()) {
      if (recent.size <= MOST_RECENT) break;
      recent.delete(oldest);
    }
    return positions;
  }
}

/**
 * Whoever asks for positions goes through the fleet file by file, with a look at the partner's file or at a second
 * customer's in between: a few files' positions are enough to keep. The least recently used is the first.
 */
const recent = new Map<YamlFile, YamlPositions>();
const MOST_RECENT = 8;

/** The value of a text that is one YAML document, or what is wrong with it. It takes any text. */
export function parseYaml(name: string, text: string): ParsedYaml {
  const refuse = (offset: number, message: string, hint?: string): ParsedYaml => {
    const position = { file: name, ...positionOfOffset(text, offset) };
    return { ok: false, problem: { position, path: "", message, ...withHint(hint) } };
  };
  if (text.length > LARGE && countSeparators(text) > MAX_SEPARATORS) {
    return refuse(0, "the file has more than a million lines or values", "No fleet file has that many.");
  }
  try {
    const events = parseEvents(text, { maxDepth: MAX_DEPTH });
    const documents = countDocuments(events);
    if (documents === 0) return refuse(0, "the file is empty");
    if (documents > 1) {
      return refuse(
        startOfSecondDocument(events),
        "the file has several documents",
        "Remove the line that is only ---.",
      );
    }
    const trouble = text.includes("*") ? aliasProblem(text, events) : undefined;
    if (trouble !== undefined) return refuse(trouble.offset, trouble.message);
    const [value] = constructFromEvents(events, { source: text, schema: SCHEMA });
    if (value === null) return refuse(0, "the file is empty");
    return { ok: true, file: new YamlFile(name, text), value };
  } catch (error) {
    if (!(error instanceof YAMLException)) {
      return refuse(0, `the file cannot be read as YAML: ${messageOf(error)}`);
    }
    const { reason, mark } = error;
    let offset = mark?.position ?? 0;
    // The parser's place of a quoted key is behind its quote.
    if (reason === DUPLICATE_KEY && /["']/.test(text.charAt(offset - 1))) offset--;
    return refuse(offset, ...explain(reason, text, offset));
  }
}

/** At least the number of values in the text: between any two of them stands one of these. */
function countSeparators(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === LINE_FEED || code === COMMA || code === COLON) count++;
  }
  return count;
}

function countDocuments(events: readonly Event[]): number {
  let count = 0;
  for (const event of events) if (event.type === EVENT_ID.DOCUMENT) count++;
  return count;
}

/** The parser's words for what people get wrong most often, in words for people. */
function explain(reason: string, text: string, offset: number): [message: string, hint?: string] {
  const line = lineAround(text, offset);
  if (/^ *\t/.test(line)) return ["a tab is used for indentation", "YAML allows only spaces there."];
  if (reason === DUPLICATE_KEY) {
    const key = /^["']?([^"':\s{},]+)/.exec(text.slice(offset, offset + 200))?.[1] ?? "";
    return [`the key ${quote(key)} is written twice in this map`, "Keep one of them."];
  }
  if (reason.startsWith("nesting exceeded")) return [`the file is nested deeper than ${MAX_DEPTH} levels`];
  if (reason === "bad indentation of a mapping entry" || reason === "bad indentation of a sequence entry") {
    return [
      reason,
      "The line must begin where its neighbours begin; a text with ': ' or ' #' in it needs quotes.",
    ];
  }
  // The parser's reasons may quote the file: a name of any length.
  return [reason === BAD_KEY ? reason : `this is not YAML: ${reason.slice(0, MAX_REASON)}`];
}

function lineAround(text: string, offset: number): string {
  const before = text.lastIndexOf("\n", offset - 1) + 1;
  const after = text.indexOf("\n", offset);
  return text.slice(before, after === -1 ? undefined : after);
}
