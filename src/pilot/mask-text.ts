import { GUID } from "../text/guid.ts";
import { maskMessage } from "../text/mask-message.ts";
import { segmentsOf } from "./arm-names.ts";
import { OWN_HOSTS, OWN_PARAMETERS, VOCABULARY } from "./mask-rules.ts";
import type { Placeholders } from "./placeholders.ts";

const URL_TEXT = /[A-Za-z][A-Za-z0-9+.-]{0,30}:\/\/[^\s"'<>\\]*/g;
const GUIDS = new RegExp(`(?<![0-9A-Za-z])${GUID}(?![0-9A-Za-z])`, "g");
const WORD = /[\p{L}\p{N}]+/gu;
const ANY_GUID = new RegExp(GUID);
const EMAIL = /[^\s@;,<>"'()[\]{}:=/]{1,64}@[\p{L}\p{N}](?:[\p{L}\p{N}.-]{0,250}[\p{L}\p{N}])?/gu;
const TENANT_DOMAIN = /(?<![\w@.-])[\w-]{1,80}(?:\.[\w-]{1,80})?\.onmicrosoft\.(?:com|us|cn)(?![\w-])/gi;
const IP4 = /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])/g;
const IP6 =
  /(?<![\w:])(?:(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}|(?:[0-9a-f]{1,4}:){1,6}(?::[0-9a-f]{1,4}){1,6}|(?:[0-9a-f]{1,4}:){1,7}:)(?![\w:])/gi;
const PHONE = /(?<![\w+])\+\d[\d ().-]{6,18}\d(?!\w)/g;
/** Keys, hashes, continuation tokens: long words without dots. */
const LONG_WORD = /[A-Za-z0-9+/_-]{20,}={0,2}/g;
const ARM_PATH = /\/(?:subscriptions|providers|tenants|resourcegroups|customers)\/[^\s"'?#,;)\]}>]+/gi;

export interface MaskTextProps {
  readonly placeholders: Placeholders;
  /** Secrets known by value. */
  readonly secrets: readonly string[];
  /** Whether a name of a resource is one that every user of the product has. */
  readonly isOwnName: (name: string) => boolean;
  /** GUIDs that are the same in every tenant, in lower case. */
  readonly publicGuids: ReadonlySet<string>;
}

/** Replaces ids, names, addresses and secrets in texts. It learns names with {@link learn} first. */
export class TextMask {
  readonly #props: MaskTextProps;
  /** By the GUID in lower case. */
  readonly #guids = new Map<string, "subscription" | "tenant">();
  /** Names in lower case by their first word, the longest first: answers may list thousands. */
  readonly #names = new Map<string, string[]>();

  constructor(props: MaskTextProps) {
    this.#props = props;
  }

  /** Marks a GUID as that of a subscription or a tenant. */
  know(guid: string, kind: "subscription" | "tenant"): void {
    const key = guid.toLowerCase();
    if (!this.#guids.has(key)) this.#guids.set(key, kind);
  }

  /** A name that is replaced wherever it stands as a word. */
  learn(name: string): void {
    const key = name.trim().toLowerCase();
    if (key.length < 3 || VOCABULARY.has(key) || this.#props.isOwnName(key)) return;
    if (/^[\d.,:/-]+$/.test(key) || new RegExp(`^${GUID}$`).test(key) || key.includes("@")) return;
    const [first = ""] = key.match(WORD) ?? [];
    const known = this.#names.get(first) ?? [];
    if (first === "" || known.includes(key)) return;
    this.#names.set(
      first,
      [...known, key].sort((a, b) => b.length - a.length),
    );
  }

  /** Learns the ids and names in the paths of a text. */
  learnPaths(text: string): void {
    for (const path of armPaths(text)) {
      for (const { part, text: segment } of segmentsOf(path)) {
        if (part === "name") this.learn(segment);
        else if (part !== "word" && new RegExp(`^${GUID}$`).test(segment)) this.know(segment, part);
      }
    }
  }

  /** A name as a whole. */
  name(text: string): string {
    if (text === "" || this.#props.isOwnName(text.toLowerCase())) return text;
    if (new RegExp(`^${GUID}$`).test(text)) return this.#guid(text);
    if (text.includes("@")) return this.text(text);
    return this.#props.placeholders.of("name", text);
  }

  /** The path and the query of a request. */
  target(target: string): string {
    const [path = "", ...rest] = target.split("?");
    const query = rest.join("?");
    return `${this.#path(path)}${query === "" ? "" : `?${this.#query(query)}`}`;
  }

  /** Any text: replaces what is found in it. */
  text(text: string): string {
    let masked = "";
    let from = 0;
    for (const { 0: url, index } of text.matchAll(URL_TEXT)) {
      masked += this.#words(text.slice(from, index)) + this.#url(url);
      from = index + url.length;
    }
    return masked + this.#words(text.slice(from));
  }

  #words(text: string): string {
    if (text === "") return text;
    const isWholePath = /^\/(?:subscriptions|providers|tenants|customers)\//i.test(text);
    const paths = isWholePath ? this.#path(text) : text.replace(ARM_PATH, (path) => this.#path(path));
    return this.#plain(paths);
  }

  /** Text without addresses. Placeholders in it stay, because no rule finds them. */
  #plain(text: string): string {
    const { placeholders, secrets } = this.#props;
    const masked = maskMessage(text, secrets)
      .replace(EMAIL, (found) => (isPlaceholder(found) ? found : placeholders.of("email", found)))
      .replace(TENANT_DOMAIN, (found) => placeholders.of("domain", found))
      .replace(GUIDS, (found) => this.#guid(found));
    return this.#learned(masked)
      .replace(IP4, (found) => (isPlaceholder(found) ? found : placeholders.of("ip", found)))
      .replace(IP6, (found) => (isPlaceholder(found) ? found : placeholders.of("ip6", found)))
      .replace(PHONE, (found) => (isPlaceholder(found) ? found : placeholders.of("phone", found)))
      .replace(LONG_WORD, (found) => (isRandom(found) ? placeholders.of("token", found) : found));
  }

  #guid(found: string): string {
    const key = found.toLowerCase();
    if (isPlaceholder(found) || this.#props.publicGuids.has(key)) return found;
    return this.#props.placeholders.of(this.#guids.get(key) ?? "guid", found);
  }

  #learned(text: string): string {
    let masked = "";
    let from = 0;
    for (const { 0: word, index } of text.matchAll(WORD)) {
      if (index < from) continue;
      const name = this.#names.get(word.toLowerCase())?.find((one) => isAt(text, one, index));
      if (name === undefined) continue;
      const end = index + name.length;
      masked += text.slice(from, index) + this.#props.placeholders.of("name", text.slice(index, end));
      from = end;
    }
    return masked + text.slice(from);
  }

  #path(path: string): string {
    return segmentsOf(path)
      .map(({ part, text }) => this.#segment(decoded(text), part))
      .join("/");
  }

  #segment(text: string, part: "word" | "subscription" | "tenant" | "name"): string {
    // The segment of a request is encoded again, so that it stays one segment.
    if (part === "name") return encoded(VOCABULARY.has(text.toLowerCase()) ? text : this.name(text));
    return encoded(this.#plain(text));
  }

  #query(query: string): string {
    return query
      .split("&")
      .map((pair) => {
        const at = pair.indexOf("=");
        if (at === -1) return this.#plain(pair);
        const name = decoded(pair.slice(0, at));
        const value = decoded(pair.slice(at + 1).replaceAll("+", " "));
        if (value === "") return pair;
        const shown = OWN_PARAMETERS.has(name.toLowerCase())
          ? this.text(value)
          : this.#props.placeholders.of("token", value);
        return `${this.#plain(pair.slice(0, at))}=${encodeURIComponent(shown)}`;
      })
      .join("&");
  }

  #url(url: string): string {
    const parsed = URL.canParse(url) ? new URL(url) : undefined;
    const { placeholders } = this.#props;
    if (parsed === undefined || parsed.username !== "" || parsed.password !== "")
      return `https://masked.example/${placeholders.of("address", url)}`;
    if (OWN_HOSTS.has(parsed.host)) {
      const { host, pathname, protocol, search } = parsed;
      return `${protocol}//${host}${this.target(`${pathname}${search}`)}`;
    }
    const host = placeholders.of("host", parsed.host);
    const hasPlace = parsed.pathname.length > 1 || parsed.search !== "" || parsed.hash !== "";
    return `https://${host}${hasPlace ? `/${placeholders.of("address", url)}` : url.endsWith("/") ? "/" : ""}`;
  }
}

/** Whether a name in lower case begins at a place of the text and ends with a word. */
function isAt(text: string, name: string, index: number): boolean {
  const end = index + name.length;
  if (text.slice(index, end).toLowerCase() !== name) return false;
  return !/^[\p{L}\p{N}]/u.test(text.slice(end, end + 2));
}

/** Whether it is one of the placeholders of GUIDs, addresses and numbers. */
function isPlaceholder(text: string): boolean {
  return /^(?:(?:a{8}|b{8}|c{8})-0000-4000-8000-\d{12}|person-\d+@masked\.example|192\.0\.2\.\d+|2001:db8::[\da-f]+|\+1555\d{7})$/i.test(
    text,
  );
}

/** Whether a long word mixes letters and digits as keys do, and not as the names of types and rules. */
function isRandom(word: string): boolean {
  if (/^[0-9a-f]{32,}$/i.test(word)) return true;
  if (ANY_GUID.test(word)) return false;
  let [changes, digitChanges] = [0, 0];
  for (let at = 1; at < word.length; at += 1) {
    const [before, after] = [classOf(word.charAt(at - 1)), classOf(word.charAt(at))];
    // A capital begins a word of a name: ActionGroup.
    if (before === after || before === "other" || after === "other") continue;
    if (before === "upper" && after === "lower") continue;
    changes += 1;
    if (before === "digit" || after === "digit") digitChanges += 1;
  }
  return digitChanges >= 3 && changes / word.length > 0.1;
}

function classOf(character: string): "upper" | "lower" | "digit" | "other" {
  if (/[A-Z]/.test(character)) return "upper";
  if (/[a-z]/.test(character)) return "lower";
  return /\d/.test(character) ? "digit" : "other";
}

function armPaths(text: string): readonly string[] {
  if (/^\/(?:subscriptions|providers|tenants|customers)\//i.test(text)) return [text.split("?")[0] ?? text];
  return text.match(ARM_PATH) ?? [];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Encodes what would end a segment, and leaves what Azure's own ids have. */
function encoded(text: string): string {
  return text.replace(/[\s/?#%]/g, (character) => encodeURIComponent(character));
}
