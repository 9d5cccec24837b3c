import { escaped } from "../text/visible.ts";

/**
 * Words and forms that YAML 1.1 readers, which are still common, read as another type than text: on and off, octal and
 * sexagesimal numbers, dates. https://yaml.org/type/
 */
const OTHER_THAN_TEXT = [
  /^(?:y|n|yes|no|on|off|true|false|null|~)$/i,
  /^[-+]?[0-9_,.]*(?:e[-+]?[0-9]*)?$/i,
  /^[-+]?0[xob][0-9a-f_]*$/i,
  /^[-+]?[0-9][0-9_]*(?::[0-9]+)+(?:\.[0-9_]*)?$/,
  /^[-+]?\.(?:inf|nan)$/i,
  /^[0-9]{4}-[0-9]{1,2}(?:-[0-9]{1,2}.*)?$/,
  /^(?:<<|=)$/,
];

/** Matches texts that a reader may end early or read as a comment or another type. */
const NOT_PLAIN = /^[\s!&*?|>%@`'"#,[\]{}=<~:+-]|: |:$| #|\s$|^\.\.\.|\n/u;
/** Wider than what deceives: readers of YAML refuse the noncharacters, and take what cannot be seen only escaped. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cf}\p{Cs}\ufffe\uffff]/u;
const EACH_UNPRINTABLE = new RegExp(UNPRINTABLE, "gu");

/** Reports whether readers of every YAML version read the unquoted text unchanged. */
export function isPlain(text: string, inFlow = false): boolean {
  if (text === "" || NOT_PLAIN.test(text) || UNPRINTABLE.test(text)) return false;
  if (OTHER_THAN_TEXT.some((form) => form.test(text))) return false;
  return !(inFlow && /[,[\]{}]|:(?=[,[\]{}])/.test(text));
}

/** Writes a text as a YAML scalar on one line, quoted only if necessary. */
export function yamlText(text: string, inFlow = false): string {
  if (isPlain(text, inFlow)) return text;
  if (/["\\]/.test(text) && !UNPRINTABLE.test(text) && !text.includes("'")) return `'${text}'`;
  return JSON.stringify(text).replace(EACH_UNPRINTABLE, (character) =>
    [...Array(character.length).keys()].map((at) => escaped(character.charAt(at))).join(""),
  );
}
