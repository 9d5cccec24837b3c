import { cut, visible } from "../text/visible.ts";

const LONGEST = 2000;

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/**
 * Escapes a text for an element or an attribute, at most 2,000 UTF-16 units of it. XML cannot represent most control
 * characters: they are shown as `\u0007`, and so are U+FFFE and U+FFFF.
 */
export function xml(text: string): string {
  return cut(visible(text), LONGEST)
    .replace(/[\ufffe\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`)
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}

/** Formats attributes: ` name="value"` each, with a space before. */
export function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${xml(String(value))}"`)
    .join("");
}
