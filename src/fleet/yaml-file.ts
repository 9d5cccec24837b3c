// Not `yaml`, which edits fleets: it takes twice the time, and `check` would be at 2.0 of its peer (goal: 1.5).
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

/** The parser needs hundreds of bytes for a value: a text of separators only would need gigabytes. */
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
 * A parsed file with the positions of its values. It keeps only the text, which its strings share anyway, and computes
 * the positions on first use.
 */
export class YamlFile {
  readonly name: string;
  readonly #text: string;

  /** `name` is the file's name for people; `text` must have been parsed by {@link parseYaml}. */
  constructor(name: string, text: string) {
    this.name = name;
    this.#text = text;
  }

  /** Returns the position of a map member's key, of a list's item, or of the nearest existing ancestor. */
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
 * Callers read positions file by file, interleaved with the partner's file or a second customer's: a cache of a few
 * files is enough. The least recently used file is the first.
 */
const recent = new Map<YamlFile, YamlPositions>();
const MOST_RECENT = 8;

/** Parses a text of one YAML document; returns the value or its faults. Accepts any text. */
export function parseYaml(name: string, text: string): ParsedYaml {
  const refuse = (offset: number, message: string, hint?: string): ParsedYaml => {
    const position = { file: name, ...positionOfOffset(text, offset) };
    return { ok: false, problem: { position, path: "", message, ...withHint(hint) } };
  };
  if (text.length > LARGE && countSeparators(text) > MAX_SEPARATORS) {
    return refuse(0, "the file has more than a million lines or values", "Split the file.");
  }
  try {
    const events = parseEvents(text, { maxDepth: MAX_DEPTH });
    const documents = countDocuments(events);
    if (documents === 0) return refuse(0, "the file is empty");
    if (documents > 1) {
      return refuse(startOfSecondDocument(events), "the file has several documents", "Remove the line ---.");
    }
    const aliasFault = text.includes("*") ? aliasProblem(text, events) : undefined;
    if (aliasFault !== undefined) return refuse(aliasFault.offset, aliasFault.message);
    const [value] = constructFromEvents(events, { source: text, schema: SCHEMA });
    if (value === null) return refuse(0, "the file is empty");
    return { ok: true, file: new YamlFile(name, text), value };
  } catch (error) {
    if (!(error instanceof YAMLException)) {
      return refuse(0, `the file cannot be read as YAML: ${messageOf(error)}`);
    }
    const { reason, mark } = error;
    let offset = mark?.position ?? 0;
    // The parser's position of a quoted key is after its quote.
    if (reason === DUPLICATE_KEY && /["']/.test(text.charAt(offset - 1))) offset--;
    return refuse(offset, ...explain(reason, text, offset));
  }
}

/** Returns an upper bound of the number of values in the text: a separator is between any two. */
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

/** Translates the parser's messages for frequent errors. */
function explain(reason: string, text: string, offset: number): [message: string, hint?: string] {
  const line = lineAround(text, offset);
  if (/^ *\t/.test(line)) return ["a tab is used for indentation", "YAML allows only spaces."];
  if (reason === DUPLICATE_KEY) {
    const key = /^["']?([^"':\s{},]+)/.exec(text.slice(offset, offset + 200))?.[1] ?? "";
    return [`the key ${quote(key)} is written twice in this map`, "Keep one of them."];
  }
  if (reason.startsWith("nesting exceeded")) return [`the file is nested deeper than ${MAX_DEPTH} levels`];
  if (reason === "bad indentation of a mapping entry" || reason === "bad indentation of a sequence entry") {
    return [
      reason,
      "The line must begin where its neighbors begin; a text with ': ' or ' #' in it needs quotes.",
    ];
  }
  // The parser's reasons may quote the file without a limit.
  return [reason === BAD_KEY ? reason : `this is not YAML: ${reason.slice(0, MAX_REASON)}`];
}

function lineAround(text: string, offset: number): string {
  const before = text.lastIndexOf("\n", offset - 1) + 1;
  const after = text.indexOf("\n", offset);
  return text.slice(before, after === -1 ? undefined : after);
}
