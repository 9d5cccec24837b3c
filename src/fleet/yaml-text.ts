/**
 * Words and forms that YAML 1.1 readers, of which there are still many, take for something other than text: on and off,
 * octal and sexagesimal numbers, dates. https://yaml.org/type/
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

/** What a reader might take for the end of the text, for a comment, or for another kind of value. */
const NOT_PLAIN = /^[\s!&*?|>%@`'"#,[\]{}=<~:+-]|: |:$| #|\s$|^\.\.\.|\n/u;
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cf}\ufeff\ufffe\uffff]|\p{Cs}/u;

/** Whether every reader of YAML, of any version, takes it for this text although it has no quotes. */
export function isPlain(text: string, inFlow = false): boolean {
  if (text === "" || NOT_PLAIN.test(text) || UNPRINTABLE.test(text)) return false;
  if (OTHER_THAN_TEXT.some((form) => form.test(text))) return false;
  return !(inFlow && /[,[\]{}]|:(?=[,[\]{}])/.test(text));
}

/** A text as a YAML scalar on one line: in quotes only where it needs them. */
export function yamlText(text: string, inFlow = false): string {
  if (isPlain(text, inFlow)) return text;
  if (/["\\]/.test(text) && !UNPRINTABLE.test(text) && !text.includes("'")) return `'${text}'`;
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u00ad\p{Cf}\p{Zl}\p{Zp}\ufeff\ufffe\uffff]/gu,
    (character) =>
      [...Array(character.length).keys()].map((at) => escaped(character.charCodeAt(at))).join(""),
  );
}

function escaped(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, "0")}`;
}
