import { spaced } from "../text/visible.ts";
import { CustomerKey, foldName, SubscriptionName } from "./scalars.ts";

/*
 * Derives names of the fleet from names in Azure and Partner Center. The same names and ids give the same labels on
 * every machine and for any order of the exports.
 */

const LONGEST = 64;

/**
 * Returns Azure's name as a label of the fleet if it is valid. A duplicate name gets the beginning of the id; an
 * unusable name is replaced by the id.
 *
 * @param taken the customer's labels, folded; the new one is added
 */
export function subscriptionLabel(displayName: string | undefined, id: string, taken: Set<string>): string {
  const readable = oneLine(displayName ?? "", LONGEST).replace(/[/\\]/g, "-");
  const apart = ` (${id.slice(0, 8)})`;
  const choices = [readable, `${readable.slice(0, LONGEST - apart.length).trim()}${apart}`];
  const isLabel = (name: string) => SubscriptionName.safeParse(name).success;
  const isFree = (name: string) => isLabel(name) && !taken.has(foldName(name));
  const label = (isLabel(readable) ? choices.find(isFree) : undefined) ?? `subscription-${id}`;
  taken.add(foldName(label));
  return label;
}

/** The available names of a customer. */
export interface CustomerNames {
  /** A GUID in lower case. */
  readonly tenantId: string;
  readonly displayName?: string | undefined;
  /** `contoso.onmicrosoft.com`, `contoso.example` */
  readonly domain?: string | undefined;
}

/**
 * Returns a key for a customer from the display name, else the domain's first label, else the tenant's id. A duplicate
 * key gets the beginning of the tenant's id.
 *
 * @param taken the fleet's keys; the new one is added
 */
export function customerKey(
  { displayName = "", domain = "", tenantId }: CustomerNames,
  taken: Set<string>,
): string {
  const [fromName, fromDomain] = [displayName, domain.split(".")[0] ?? ""].map((text) => slug(text));
  const apart = tenantId.slice(0, 8);
  const readable = fromName || fromDomain;
  const choices = [fromName, fromDomain, readable && `${readable.slice(0, LONGEST - 9)}-${apart}`];
  const isUsable = (key = "") => CustomerKey.safeParse(key).success && !taken.has(key) && !RESERVED.test(key);
  const key = choices.find(isUsable) ?? `tenant-${tenantId}`;
  taken.add(key);
  return key;
}

/** Reserved file names of Windows, with any extension: the key is the name of the customer's file. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)$/;

/** Letters that Unicode does not decompose into a base letter and an accent. */
const FOLDED: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ı: "i",
};

/**
 * Converts a text to lower case, folds accents, and replaces other characters than ASCII letters and digits by single
 * hyphens.
 */
function slug(text: string): string {
  return text
    .slice(0, 4 * LONGEST)
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}+/gu, "")
    .replace(/[^\0-\x7f]/gu, (letter) => FOLDED[letter] ?? letter)
    .replace(/(?<=[a-z])['’](?=[a-z])/g, "")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, LONGEST)
    .replace(/^-|-$/g, "");
}

/** Returns a name as one line of printable text. */
export function oneLine(text: string, longest: number): string {
  const readable = spaced(text.slice(0, 4 * longest));
  return [...readable]
    .reduce((line, character) => (line.length + character.length > longest ? line : line + character), "")
    .trim();
}
