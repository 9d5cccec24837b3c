import { replaceDeceptive } from "../text/visible.ts";

/*
 * Functions that show values of fleet files: such values must not control the terminal or fill it, and a secret that
 * was entered by mistake must not reach logs.
 */

const LONGEST = 60;

/** Formats a value on one line, shortened, with control characters escaped. */
export function describeFound(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  if (typeof value === "string") return quote(withoutSecrets(value));
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object") return Object.keys(value).length === 0 ? "an empty map" : "a map";
  return String(value);
}

/** Quotes a text, at most 60 characters of it. */
export function quote(text: string): string {
  // Truncates before escaping, by code points, to keep surrogate pairs whole.
  const start = [...text.slice(0, 2 * LONGEST)].slice(0, LONGEST).join("");
  return escapeControls(JSON.stringify(start.length < text.length ? `${start}...` : text));
}

/** Escapes control characters and marks that change the direction of text, as `\u001b`. */
export function escapeControls(text: string): string {
  return replaceDeceptive(text, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/**
 * Returns only the scheme and the host of a URL: webhooks have their key in the path or the query. Also applies to
 * malformed URLs: without a scheme, without a colon, or with backslashes.
 */
export function withoutSecrets(text: string): string {
  const meant = /^(\s*(?:https?[:\\/]{0,3})?)(?:[^\\/?#\s]{0,300}@)?([^\\/?#\s@]*)([\\/?#\s].*)?$/is.exec(
    text,
  );
  const [, scheme = "", host = "", rest] = meant ?? [];
  const isAddress = scheme.trim() !== "" ? /^\s*https?[:\\/]/i.test(scheme) : /[^.]\.[^.]/.test(host);
  if (isAddress && rest !== undefined && !text.includes("://")) return `${scheme}${host}/...`;
  return text.replace(
    /^([A-Za-z][A-Za-z0-9+.-]*:\/\/)(?:[^/?#]*@)?([^/?#]*)([/?#].*)?$/s,
    (_, scheme, host, rest) => (rest === undefined ? `${scheme}${host}` : `${scheme}${host}/...`),
  );
}
