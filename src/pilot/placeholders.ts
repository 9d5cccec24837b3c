/** The kinds of what is replaced. */
export const KINDS = [
  "subscription",
  "tenant",
  "guid",
  "email",
  "name",
  "text",
  "tag",
  "domain",
  "host",
  "address",
  "ip",
  "ip6",
  "phone",
  "token",
] as const;
export type Kind = (typeof KINDS)[number];

/** A placeholder by its number, from 1. It has the form that Azure expects in its place. */
const FORMS: Readonly<Record<Kind, (number: number) => string>> = {
  subscription: (number) => guid("a", number),
  tenant: (number) => guid("b", number),
  guid: (number) => guid("c", number),
  email: (number) => `person-${number}@masked.example`,
  name: (number) => `name-${number}`,
  text: (number) => `text-${number}`,
  tag: (number) => `tag-${number}`,
  domain: (number) => `domain-${number}.example`,
  host: (number) => `host-${number}.example`,
  address: (number) => `address-${number}`,
  // https://www.rfc-editor.org/rfc/rfc5737 and https://www.rfc-editor.org/rfc/rfc3849: addresses for documentation
  ip: (number) => `192.0.2.${number % 256}`,
  ip6: (number) => `2001:db8::${number.toString(16)}`,
  phone: (number) => `+1555${String(number).padStart(7, "0")}`,
  token: (number) => `masked-${number}`,
};

/** A GUID that begins with letters, so that its case can be compared. */
function guid(letter: string, number: number): string {
  return `${letter.repeat(8)}-0000-4000-8000-${String(number).padStart(12, "0")}`;
}

/**
 * Gives each text one placeholder, numbered in the order of first use. Texts that differ only in case share it, in the
 * case of the occurrence: a difference in casing stays one.
 */
export class Placeholders {
  readonly #numbers = new Map<string, string>();
  readonly #first = new Map<string, string>();
  readonly #counts = new Map<Kind, number>();

  of(kind: Kind, original: string): string {
    const key = `${kind} ${original.toLowerCase()}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return this.#cased(key, known, original);
    const number = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, number);
    const placeholder = FORMS[kind](number);
    this.#numbers.set(key, placeholder);
    this.#first.set(key, original);
    return isGuidKind(kind) && isUpper(original) ? placeholder.toUpperCase() : placeholder;
  }

  #cased(key: string, placeholder: string, original: string): string {
    // GUIDs have no first form: in lower case unless written in upper case.
    if (/^[abc]{8}-/.test(placeholder)) return isUpper(original) ? placeholder.toUpperCase() : placeholder;
    if (this.#first.get(key) === original) return placeholder;
    if (isUpper(original)) return placeholder.toUpperCase();
    return `${placeholder.charAt(0).toUpperCase()}${placeholder.slice(1)}`;
  }
}

function isGuidKind(kind: Kind): boolean {
  return kind === "subscription" || kind === "tenant" || kind === "guid";
}

function isUpper(text: string): boolean {
  return text === text.toUpperCase() && text !== text.toLowerCase();
}
