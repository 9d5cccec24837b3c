import { isGuid } from "../../text/guid.ts";

/** What YAML reads as text without quotes, wherever it stands: no number, no date, no word with a meaning. */
const PLAIN = /^(?=.*[A-Za-z])[A-Za-z0-9][A-Za-z0-9@.+/ -]*(?<! )$/;
const WORDS = new Set(["true", "false", "null", "yes", "no", "on", "off", "y", "n"]);

/**
 * A text as a YAML scalar that both versions of YAML read as that very text: bare where that is safe, in double quotes
 * otherwise (JSON's are YAML's).
 */
export function yamlText(text: string): string {
  if (isGuid(text)) return text;
  const bare = PLAIN.test(text) && !/^[0-9]/.test(text) && !WORDS.has(text.toLowerCase());
  return bare ? text : JSON.stringify(text);
}

/** A map on one line: `{ type: cloud, organization: fabrikam }`. Members without a value are left out. */
export function yamlMap(members: Readonly<Record<string, string | undefined>>): string {
  const parts = Object.entries(members).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}: ${yamlText(value)}`],
  );
  return `{ ${parts.join(", ")} }`;
}
