import { spaced } from "../text/visible.ts";
import { CustomerKey, foldName, SubscriptionName } from "./scalars.ts";

/*
 * Names of the fleet made of what Azure and Partner Center call things: the same names on every machine and in every
 * order of the exports, as long as the names and ids are the same.
 */

const LONGEST = 64;

/**
 * Azure's own name as a label of the fleet, where it can be one. A name that the customer has already is told apart by
 * the beginning of the id; what cannot be a label at all is called by its id.
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

/** What is known of a customer's name. */
export interface CustomerNames {
  /** A GUID in lower case. */
  readonly tenantId: string;
  readonly displayName?: string | undefined;
  /** `contoso.onmicrosoft.com`, `contoso.example` */
  readonly domain?: string | undefined;
}

/**
 * A key for a customer: of the display name, or else of the domain's first label, or else of the tenant's id. A key that is
 * taken is told apart by the beginning of the tenant's id.
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

/** Windows has no files of these names, whatever their extension: the key names the customer's file. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)$/;

/** Letters that Unicode does not take apart into a base letter and its accent. */
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

/** Lower case, accents folded, everything but letters and digits of ASCII a single hyphen. */
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

/** A found name as one line of text, nothing unprintable in it. */
export function oneLine(text: string, longest: number): string {
  const readable = spaced(text.slice(0, 4 * longest));
  return [...readable]
    .reduce((line, character) => (line.length + character.length > longest ? line : line + character), "")
    .trim();
}
