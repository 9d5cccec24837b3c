import { maskMessage } from "../text/mask-message.ts";
import { escapeControls, withoutSecrets } from "./echo.ts";

/** The shown part of a line, in UTF-16 units. */
const WIDTH = 100;
/** Longer lines are not shown. */
const LONGEST_LINE = 2000;
/** The separators of YAML words. */
const BREAKS = /([\s"'`,[\]{}()<>|]+)/;

/** A line of a file with a mark below a position, as compilers print it. */
export interface Excerpt {
  readonly source: string;
  /** Spaces, and a caret below the position. */
  readonly mark: string;
}

/**
 * Returns the line of a text for display: control characters escaped, long lines shortened around the position, and
 * without secrets, as in messages about values.
 * @param line from 1
 * @param column from 1, in UTF-16 units
 * @returns undefined where the text has no such line, or the line is empty
 */
export function excerptOf(text: string, line: number, column: number): Excerpt | undefined {
  const whole = lineOf(text, line);
  if (whole === undefined || whole.trim() === "" || whole.length > LONGEST_LINE) return undefined;
  // Secrets are removed from the whole line: the position is then located in the remaining text.
  const shown = readable(whole).trimEnd();
  const at = commonLength(shown, readable(whole.slice(0, column - 1)));
  const cut = at <= WIDTH / 2 ? 0 : at - WIDTH / 4;
  const start = `${cut === 0 ? "" : "..."}${shown.slice(cut, at).replace(/^[\udc00-\udfff]/, "")}`;
  const source = `${start}${shown.slice(at)}`;
  return {
    source: source.length > WIDTH ? `${source.slice(0, WIDTH).replace(/[\ud800-\udbff]$/, "")}...` : source,
    mark: `${" ".repeat(start.length)}^`,
  };
}

function commonLength(a: string, b: string): number {
  let length = 0;
  while (length < b.length && a[length] === b[length]) length += 1;
  return length;
}

/** Returns the line without reading the lines after it. */
function lineOf(text: string, line: number): string | undefined {
  const breaks = /\r\n?|\n/g;
  let start = 0;
  for (let number = 1; ; number += 1) {
    const found = breaks.exec(text);
    if (number === line) return text.slice(start, found?.index);
    if (found === null) return undefined;
    start = breaks.lastIndex;
  }
}

function readable(text: string): string {
  const words = text.split(BREAKS).map((word) => withoutSecrets(word));
  return escapeControls(maskMessage(words.join("")).replaceAll("\t", " "));
}
