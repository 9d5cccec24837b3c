/** Controls, format characters (direction marks, joiners, tags), half pairs, private use, line separators. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu;

/** Text on one line in which nothing is hidden: what cannot be seen is written as `\u202e`. */
export function visible(text: string): string {
  return text.replace(INVISIBLE, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, "0")}`;
  });
}

/** Line breaks, other control characters, half pairs, and marks that make text read differently from what it says. */
const DECEPTIVE = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/u;
const EACH_DECEPTIVE = new RegExp(DECEPTIVE, "gu");

/** Whether a text holds a character that can break a line, drive a terminal or reorder what is read. */
export function isDeceptive(text: string): boolean {
  return DECEPTIVE.test(text);
}

/** Each deceptive character in another form; joiners and marks that scripts need stay as they are. */
export function replaceDeceptive(text: string, form: (character: string) => string): string {
  return text.replace(EACH_DECEPTIVE, form);
}

/** One line without anything unprintable: each run of white space and such characters is a single space. */
export function spaced(text: string): string {
  return text.replace(/[\p{C}\s]+/gu, " ").trim();
}

/** The same with line breaks and other white space as single spaces, for sentences. */
export function oneLine(text: string): string {
  return visible(text.replace(/\s+/gu, " ").trim());
}

/** At most `max` UTF-16 units, with an ellipsis where text was cut; never half of a pair. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${text.slice(0, max - 3).replace(/[\ud800-\udbff]$/, "")}...`;
}
