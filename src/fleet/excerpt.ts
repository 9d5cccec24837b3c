import { maskMessage } from "../text/mask-message.ts";
import { escapeControls, withoutSecrets } from "./echo.ts";

/** What is shown of a line, in UTF-16 units. */
const WIDTH = 100;
/** Longer lines are not shown. */
const LONGEST_LINE = 2000;
/** Where one word of a line ends and the next begins, as YAML has it. */
const BREAKS = /([\s"'`,[\]{}()<>|]+)/;

/** A line of a file as a compiler shows it, with a mark below the place. */
export interface Excerpt {
  readonly source: string;
  /** Spaces, and a caret below the place. */
  readonly mark: string;
}

/**
 * The line of a text, ready to be shown: control characters escaped, long lines cut around the place, and without
 * secrets, as messages about its values are.
 * @param line from 1
 * @param column from 1, in UTF-16 units
 * @returns undefined where the text has no such line, or nothing stands in it
 */
export function excerptOf(text: string, line: number, column: number): Excerpt | undefined {
  const whole = lineOf(text, line);
  if (whole === undefined || whole.trim() === "" || whole.length > LONGEST_LINE) return undefined;
  // A secret is found only in the whole line: the place is looked for in what is left of it.
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

/** Without reading the lines after it. */
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
