import { replaceDeceptive } from "../../text/visible.ts";

/*
 * A text as a literal of each language that an onboarding file is written in. Names come from a fleet: none of them may
 * end a literal, begin an expression or a command, or hide behind a control character.
 */

function codeOf(character: string): string {
  return (character.codePointAt(0) ?? 0xfffd).toString(16);
}

/**
 * A string of Bicep. `${` would begin an expression.
 * https://learn.microsoft.com/azure/azure-resource-manager/bicep/data-types#strings
 */
export function bicepString(text: string): string {
  const literal = wellFormed(text).replace(/[\\']/g, "\\$&").replaceAll("${", "\\${");
  const escaped = replaceDeceptive(literal, (character) => `\\u{${codeOf(character)}}`);
  return `'${escaped}'`;
}

/**
 * A string of Terraform. `${` and `%{` would begin a template.
 * https://developer.hashicorp.com/terraform/language/expressions/strings
 */
export function hclString(text: string): string {
  const literal = wellFormed(text)
    .replace(/[\\"]/g, "\\$&")
    // Not by doubling the sign: of three and more in a row Terraform would still begin a template.
    .replace(/([$%])\{/g, "$1\\u007b");
  const escaped = replaceDeceptive(literal, (character) => `\\u${codeOf(character).padStart(4, "0")}`);
  return `"${escaped}"`;
}

/**
 * A string of an ARM template, before JSON's own escaping: what is in brackets would be an expression.
 * https://learn.microsoft.com/azure/azure-resource-manager/templates/template-expressions#escape-characters
 */
export function armString(text: string): string {
  return text.startsWith("[") && text.endsWith("]") ? `[${text}` : text;
}

/** One word of a POSIX shell's command. */
export function bashWord(text: string): string {
  const seen = oneLine(text);
  return /^[\w@%+=:,./-]+$/.test(seen) ? seen : `'${seen.replaceAll("'", "'\\''")}'`;
}

/** One argument of a PowerShell command. PowerShell takes typographic quotes for quotes too. */
export function powerShellWord(text: string): string {
  const seen = oneLine(text);
  const isBare = /^([\w%+=:./][\w%+=:./-]*|--[a-z-]+)$/.test(seen);
  return isBare ? seen : `'${seen.replace(/['\u2018-\u201b]/g, "$&$&")}'`;
}

/** A text in a comment that ends with its line. */
export function comment(text: string): string {
  return oneLine(text);
}

/** Without what would end the line or is not seen. */
function oneLine(text: string): string {
  return replaceDeceptive(wellFormed(text), () => " ");
}

function wellFormed(text: string): string {
  return Buffer.from(text, "utf8").toString("utf8");
}
