import { isGuid } from "../../text/guid.ts";
import { replaceDeceptive } from "../../text/visible.ts";

/*
 * Formats a text as a literal of each language of the onboarding files. Names come from a fleet: they must not end a
 * literal, begin an expression or a command, or contain control characters.
 */

function codeOf(character: string): string {
  return (character.codePointAt(0) ?? 0xfffd).toString(16);
}

/**
 * Formats a Bicep string. `${` would begin an expression.
 * https://learn.microsoft.com/azure/azure-resource-manager/bicep/data-types#strings
 */
export function bicepString(text: string): string {
  const literal = wellFormed(text).replace(/[\\']/g, "\\$&").replaceAll("${", "\\${");
  const escaped = replaceDeceptive(literal, (character) => `\\u{${codeOf(character)}}`);
  return `'${escaped}'`;
}

/**
 * Formats a Terraform string. `${` and `%{` would begin a template.
 * https://developer.hashicorp.com/terraform/language/expressions/strings
 */
export function hclString(text: string): string {
  const literal = wellFormed(text)
    .replace(/[\\"]/g, "\\$&")
    // Doubling the sign is not enough: of three or more in a row Terraform would still begin a template.
    .replace(/([$%])\{/g, "$1\\u007b");
  const escaped = replaceDeceptive(literal, (character) => `\\u${codeOf(character).padStart(4, "0")}`);
  return `"${escaped}"`;
}

/**
 * Formats a string of an ARM template, before the escaping of JSON: text in brackets would be an expression.
 * https://learn.microsoft.com/azure/azure-resource-manager/templates/template-expressions#escape-characters
 */
export function armString(text: string): string {
  return text.startsWith("[") && text.endsWith("]") ? `[${text}` : text;
}

/** Formats one word of a POSIX shell's command. */
export function bashWord(text: string): string {
  const seen = oneLine(text);
  return /^[\w@%+=:,./-]+$/.test(seen) ? seen : `'${seen.replaceAll("'", "'\\''")}'`;
}

/**
 * Formats one argument of a PowerShell command. Only words that start with a letter, options and GUIDs stand without
 * quotes: PowerShell reads `007` and `1e3` as numbers.
 * https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_parsing
 */
export function powerShellWord(text: string): string {
  const seen = oneLine(text);
  const isBare = /^([A-Za-z][\w%+=:./-]*|--[a-z-]+)$/.test(seen) || isGuid(seen);
  return isBare ? seen : powerShellString(seen);
}

/** Formats a string of a PowerShell expression. PowerShell treats typographic quotes as quotes too. */
export function powerShellString(text: string): string {
  return `'${oneLine(text).replace(/['\u2018-\u201b]/g, "$&$&")}'`;
}

/** Formats a text for a comment that ends with its line. */
export function comment(text: string): string {
  return oneLine(text);
}

/** Removes line breaks and invisible characters. */
function oneLine(text: string): string {
  return replaceDeceptive(wellFormed(text), () => " ");
}

function wellFormed(text: string): string {
  return Buffer.from(text, "utf8").toString("utf8");
}
