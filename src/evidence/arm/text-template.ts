import { isGuid } from "../../text/guid.ts";

const LENGTH = 36;

/** The ids in a resource's text that are specific to its subscription, in lower case. */
interface OwnIds {
  readonly subscriptionId: string;
  readonly tenantId: string | undefined;
}

interface MatchedIds {
  readonly own: string;
  readonly tenant: string | undefined;
}

/** Ids that no text contains by chance. */
const SAMPLES: OwnIds = {
  subscriptionId: "a3c1f2d4-5b6e-4f70-8a91-b2c3d4e5f607",
  tenantId: "c7d8e9fa-0b1c-4d2e-9f30-415263748596",
};
/** Characters of a GUID as JSON escapes: such an id is not found in the text. */
const ESCAPED = /\\u00(?:2d|3[0-9]|4[1-6]|6[1-6])/i;
/** The run of characters around a GUID, where it may be longer than the GUID. */
const RUN = /[0-9a-f-]{36,}/gi;

/** GUIDs copied as separate strings: a slice of a text would keep the whole text in memory. */
export class Guids {
  readonly #known = new Map<string, string>();

  /** Returns a copy of the text if it is a GUID in lower case. */
  of(text: string): string | undefined {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    if (!isGuid(text) || text !== text.toLowerCase()) return undefined;
    const own = ownString(text);
    this.#known.set(own, own);
    return own;
  }
}

/**
 * Recognizes texts of a resource of other subscriptions without parsing them.
 * A text matches when it equals the template except for the ids of the subscription and its tenant, at any place.
 * Reading it must yield the same resource. Three conditions ensure that. A sample with other ids yielded the template
 * when it was made. Ids are separated from other id characters. A text whose ids occur in the template's own pieces
 * does not match.
 */
export class TextTemplate {
  readonly #pieces: readonly string[];
  /** The hole after each piece except the last: 0 for the subscription, 1 for the tenant. */
  readonly #holes: readonly number[];
  /** The other ids in the pieces, in lower case. */
  readonly #others: string;
  readonly #guids: Guids;

  private constructor(pieces: readonly string[], holes: readonly number[], guids: Guids) {
    this.#guids = guids;
    this.#pieces = pieces;
    this.#holes = holes;
    this.#others = (pieces.join(" ").match(RUN) ?? []).join(" ").toLowerCase();
  }

  /**
   * Creates the template of a text; undefined where ids are not its only specific part.
   *
   * @param ids the ids read from the text
   * @param read returns the ids of a text that yields the same resource; undefined for any other text
   */
  static of(
    text: string,
    ids: OwnIds,
    guids: Guids,
    read: (text: string) => OwnIds | undefined,
  ): TextTemplate | undefined {
    const names = [ids.subscriptionId, ids.tenantId].filter((id) => id !== undefined);
    if (ESCAPED.test(text) || ids.subscriptionId === ids.tenantId) return undefined;
    const parts = text.split(new RegExp(`(?<![0-9a-f-])(${names.join("|")})(?![0-9a-f-])`, "i"));
    const words = parts.filter((_, index) => index % 2 === 1);
    const pieces = parts.filter((_, index) => index % 2 === 0).map(ownString);
    // If an id is written in two ways, other texts may mix them too.
    if (words.length === 0 || words.some((word) => word !== word.toLowerCase())) return undefined;
    const template = new TextTemplate(
      pieces,
      words.map((word) => names.indexOf(word)),
      guids,
    );
    const sample = template.#filled(SAMPLES.subscriptionId, SAMPLES.tenantId ?? "");
    const found = read(sample);
    const tenantId = ids.tenantId === undefined ? undefined : SAMPLES.tenantId;
    const isSame = found?.subscriptionId === SAMPLES.subscriptionId && found.tenantId === tenantId;
    return isSame ? template : undefined;
  }

  #filled(...words: readonly string[]): string {
    return this.#pieces.map((piece, index) => piece + (words[this.#holes[index] ?? -1] ?? "")).join("");
  }

  /** Returns the ids in the holes of a text that otherwise equals this one. */
  match(text: string): MatchedIds | undefined {
    const words: (string | undefined)[] = [];
    let at = 0;
    for (let index = 0; index < this.#pieces.length; index += 1) {
      const piece = this.#pieces[index] ?? "";
      // Comparing slices is a memory comparison; startsWith is slower.
      if (text.slice(at, at + piece.length) !== piece) return undefined;
      at += piece.length;
      const hole = this.#holes[index];
      if (hole === undefined) return at === text.length ? this.#ids(words) : undefined;
      const word = text.slice(at, at + LENGTH);
      words[hole] ??= word;
      if (words[hole] !== word) return undefined;
      at += LENGTH;
    }
    return undefined;
  }

  #ids([ownText = "", tenantText]: readonly (string | undefined)[]): MatchedIds | undefined {
    const own = this.#guid(ownText);
    const tenant = tenantText === undefined ? undefined : this.#guid(tenantText);
    if (own === undefined || own === tenant || (tenantText !== undefined && tenant === undefined))
      return undefined;
    return { own, tenant };
  }

  /** Returns the text if it is a GUID that is not elsewhere in the template. */
  #guid(found: string): string | undefined {
    const guid = this.#guids.of(found);
    return guid === undefined || this.#others.includes(guid) ? undefined : guid;
  }
}

/** Copies a string so that it does not keep the text in memory that it was sliced from. */
function ownString(text: string): string {
  return Buffer.from(text, "utf16le").toString("utf16le");
}

/**
 * Replaces a GUID everywhere in the text: ARM varies the case.
 * @param guid in lower case
 */
export function masked(text: string, guid: string, by: string): string {
  const lower = text.toLowerCase();
  // The lower case of some characters is longer, which would shift positions.
  if (guid === "" || !lower.includes(guid)) return text;
  if (lower.length !== text.length) return text.replace(new RegExp(guid, "gi"), by);
  let result = "";
  let from = 0;
  for (let at = lower.indexOf(guid); at >= 0; at = lower.indexOf(guid, from)) {
    result += text.slice(from, at) + by;
    from = at + guid.length;
  }
  return result + text.slice(from);
}
