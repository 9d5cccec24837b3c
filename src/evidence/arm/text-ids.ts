const LENGTH = 36;
const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const DASH = 45;

/** The ids by which a resource's text is its subscription's own. */
export interface TextIds {
  /** The subscription that the text names first, as written there; undefined where it names none. */
  readonly own: string | undefined;
  /** The value of its `homeTenantId` or `tenantId`, as written; undefined where it has none. */
  readonly tenant: string | undefined;
  /** Where that begins. */
  readonly tenantAt: number;
}

/**
 * Finds ids in texts. What it finds it gives as strings of their own: a piece of a text would keep all of the text in
 * memory.
 */
export class IdFinder {
  readonly #known = new Map<string, string>();

  idsIn(text: string): TextIds {
    const tenantAt = tenantIn(text);
    return {
      own: this.#guidAt(text, guidAfter(text, "/subscriptions/", "subscriptions/")),
      tenant: this.#guidAt(text, tenantAt),
      tenantAt: tenantAt ?? 0,
    };
  }

  #guidAt(text: string, at: number | undefined): string | undefined {
    return at === undefined ? undefined : this.guid(text.slice(at, at + LENGTH));
  }

  /** The text as a string of its own, where it is a GUID. */
  guid(found: string): string | undefined {
    const known = this.#known.get(found);
    if (known !== undefined) return known;
    if (!GUID.test(found)) return undefined;
    const own = Buffer.from(found, "latin1").toString("latin1");
    this.#known.set(own, own);
    return own;
  }
}

/**
 * The tenant that has the subscription. `az account list` calls that its home, and `tenantId` the tenant by which the
 * caller sees it: with Lighthouse, the partner's own.
 * Source: https://learn.microsoft.com/cli/azure/manage-azure-subscriptions-azure-cli
 */
function tenantIn(text: string): number | undefined {
  const tenant = guidAfter(text, '"tenantId": "', '"tenantId":"');
  if (tenant === undefined) return undefined;
  return guidAfter(text, '"homeTenantId": "', '"homeTenantId":"') ?? tenant;
}

/** Where something of a GUID's form begins that follows the first of these marks; undefined when there is none. */
function guidAfter(text: string, ...marks: readonly string[]): number | undefined {
  for (const mark of marks) {
    const found = text.indexOf(mark);
    const at = found + mark.length;
    if (found >= 0 && text.charCodeAt(at + 8) === DASH && text.charCodeAt(at + 23) === DASH) return at;
  }
  return undefined;
}

/** The text with the tenant's id replaced, where it has one. */
export function withoutTenant(text: string, { tenant, tenantAt }: TextIds, word: string): string {
  if (tenant === undefined) return text;
  return `${text.slice(0, tenantAt)}${word}${text.slice(tenantAt + LENGTH)}`;
}
