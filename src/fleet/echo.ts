import { replaceDeceptive } from "../text/visible.ts";

/*
 * Showing what a file of the fleet contains: what comes from outside must neither drive the terminal nor fill it,
 * and a secret that was written down by mistake must not travel on into logs.
 */

const LONGEST = 60;

/** A value as a person would write it, on one line, shortened, its control characters escaped. */
export function describeFound(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  if (typeof value === "string") return quote(withoutSecrets(value));
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object") return Object.keys(value).length === 0 ? "an empty map" : "a map";
  return String(value);
}

/** A text in quotes, at most 60 characters of it. */
export function quote(text: string): string {
  // Cut before escaping; by code points, or half a pair could be left over.
  const start = [...text.slice(0, 2 * LONGEST)].slice(0, LONGEST).join("");
  return escapeControls(JSON.stringify(start.length < text.length ? `${start}...` : text));
}

/** Control characters and marks that change the direction of text, as `\u001b`. */
export function escapeControls(text: string): string {
  return replaceDeceptive(text, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/**
 * Of a URL only the scheme and the host: webhooks carry their key in the path or the query. The same for what was meant to be
 * one: without its scheme, with a colon too few, or with backslashes.
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
