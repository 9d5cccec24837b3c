import { isGuid } from "../../text/guid.ts";

/** Matches text that YAML reads as a string without quotes in every position: not a number, date or keyword. */
const PLAIN = /^(?=.*[A-Za-z])[A-Za-z0-9][A-Za-z0-9@.+/ -]*(?<! )$/;
const WORDS = new Set(["true", "false", "null", "yes", "no", "on", "off", "y", "n"]);

/**
 * Formats a text as a YAML scalar that both versions of YAML read as the same text. It has no quotes where that is
 * safe, and double quotes otherwise (JSON strings are valid YAML).
 */
export function yamlText(text: string): string {
  if (isGuid(text)) return text;
  const bare = PLAIN.test(text) && !/^[0-9]/.test(text) && !WORDS.has(text.toLowerCase());
  return bare ? text : JSON.stringify(text);
}

/** Formats a map on one line: `{ type: cloud, organization: fabrikam }`. Members without a value are left out. */
export function yamlMap(members: Readonly<Record<string, string | undefined>>): string {
  const parts = Object.entries(members).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}: ${yamlText(value)}`],
  );
  return `{ ${parts.join(", ")} }`;
}
