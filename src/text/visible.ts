/**
 * Matches control and format characters (direction marks, joiners, tags), lone surrogates, private use, line
 * separators.
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu;

/** Makes hidden characters of a text visible, on one line: `\u202e`. */
export function visible(text: string): string {
  return text.replace(INVISIBLE, escaped);
}

/** A character as `\u202e` or `\u{e0001}`. */
export function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, "0")}`;
}

/** Matches line breaks, other control characters, lone surrogates, and marks that change the order of reading. */
const DECEPTIVE = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/u;
const EACH_DECEPTIVE = new RegExp(DECEPTIVE, "gu");

/**
 * Returns whether a text contains a character that can break a line, control a terminal or change the order of reading.
 */
export function isDeceptive(text: string): boolean {
  return DECEPTIVE.test(text);
}

/** Replaces each deceptive character; keeps joiners and marks that scripts need. */
export function replaceDeceptive(text: string, form: (character: string) => string): string {
  return text.replace(EACH_DECEPTIVE, form);
}

/** Returns one line: replaces each run of white space and unprintable characters by a space. */
export function spaced(text: string): string {
  return text.replace(/[\p{C}\s]+/gu, " ").trim();
}

/** Returns one line for sentences: replaces line breaks and other white space by single spaces. */
export function oneLine(text: string): string {
  return visible(text.replace(/\s+/gu, " ").trim());
}

/** Returns at most `max` UTF-16 units, with an ellipsis if text was cut. Never splits a surrogate pair. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${text.slice(0, max - 3).replace(/[\ud800-\udbff]$/, "")}...`;
}
