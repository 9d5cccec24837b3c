import { ANY_SUBSCRIPTION, ANY_TENANT } from "../any-ids.ts";
import type { ArmResource } from "../evidence.ts";
import { isRecord, type JsonMap, textMember } from "../json.ts";
import { isMap } from "../value.ts";
import { type PlacedResource, readArmResource } from "./resource.ts";
import { isJudged, SUBSCRIPTIONS } from "./resource-types.ts";
import { IdFinder, type TextIds, withoutTenant } from "./text-ids.ts";
import { TextTemplate } from "./text-template.ts";

/** Takes the place of {@link ANY_SUBSCRIPTION} where an export has that itself. No subscription has it either. */
const NO_SUBSCRIPTION = "00000000-0000-4000-8000-5ab5c0000001";

/** Of what is not kept: no evidence needs it. */
export const NO_NUMBER = -1;

/** What a source says of a subscription as such. */
export interface SaidOfSubscription {
  readonly displayName?: string;
  /** `Enabled`, `Disabled`, `Warned`, `PastDue`, `Deleted`. */
  readonly state?: string;
}

/** What an object of an export comes to. */
export interface PooledResources {
  /** Itself, and the resources nested in it. */
  readonly parts: readonly Part[];
  /** The subscription for which {@link ANY_SUBSCRIPTION} stands in them: in lower case. */
  readonly subscriptionId: string;
  /** In lower case. */
  readonly tenantId: string | undefined;
}

/** A resource, by the number of its content. */
export interface Part {
  /** A GUID in lower case, or {@link ANY_SUBSCRIPTION}. */
  readonly subscriptionId: string;
  readonly type: string;
  /** Equal for resources that differ in nothing but their subscription; {@link NO_NUMBER} of what is not kept. */
  readonly number: number;
  /** Of the object as a whole, should it be a subscription. */
  readonly seen: SaidOfSubscription;
  /** Whether other resources are nested in the object. */
  readonly nests: boolean;
  /** Whether PowerShell's text stands where JSON should: ConvertTo-Json stops at two levels unless told otherwise. */
  readonly isCut: boolean;
}

const HOLES = [ANY_SUBSCRIPTION, ANY_TENANT];

/** Texts that are remembered as they came; those that come again are not parsed again. */
const REMEMBERED = 512;
const PARSED = 512;
const CUT = ['"@{', '"System.Object[]"', '"System.Collections.Hashtable"'];
/** A text that was read, but for the ids that are its own. */
interface Known {
  readonly parts: readonly Part[];
  /** Only of what came a second time: most of the rest never does. */
  template?: TextTemplate;
  /** What followed on it last time. */
  next?: Known;
}

interface Found extends Pick<TextIds, "own" | "tenant"> {
  readonly known: Known;
}

/**
 * Keeps resources once for all subscriptions that have the same: in a fleet with a baseline nearly all are. So memory
 * grows with what differs, and what is the same is read once.
 */
export class ResourcePool {
  readonly #byText = new Recent<Known>(REMEMBERED);
  readonly #numbers = new Map<string, number>();
  /** By number, as JSON. */
  readonly #contents: string[] = [];
  readonly #resources = new Recent<ArmResource>(PARSED);
  readonly #ids = new IdFinder();
  #last: Known | undefined;

  /** The resources in a JSON object; undefined when the text is none. */
  add(text: string): PooledResources | undefined {
    const found = this.#expected(text) ?? this.#recall(text, this.#ids.idsIn(text));
    if (found === undefined) return undefined;
    const { known, own = "", tenant } = found;
    if (this.#last !== undefined) this.#last.next = known;
    this.#last = known;
    return { parts: known.parts, subscriptionId: own.toLowerCase(), tenantId: tenant?.toLowerCase() };
  }

  /** What followed last time on what came last: exports have the same resources in the same order, again and again. */
  #expected(text: string): Found | undefined {
    const known = this.#last?.next;
    const [own = "", tenant] = known?.template?.match(text) ?? [];
    const id = own === "" ? undefined : this.#ids.guid(own);
    if (known === undefined || id === undefined) return undefined;
    return { known, own: id, tenant: tenant === undefined ? undefined : this.#ids.guid(tenant) };
  }

  #recall(text: string, ids: TextIds): Found | undefined {
    // What only looks like the subscription's own must not become it.
    if (text.includes(ANY_SUBSCRIPTION)) {
      const plain = text.replaceAll(ANY_SUBSCRIPTION, NO_SUBSCRIPTION);
      return this.#recall(plain, this.#ids.idsIn(plain));
    }
    const { own } = ids;
    // Without an id in it nothing of it is shared.
    const known = own === undefined ? this.#read(text) : this.#remember(text, ids, own);
    if (known === undefined) return undefined;
    // Members in another order name another subscription first: a central workspace, an action group.
    const [home, ...others] = new Set(known.parts.map(({ subscriptionId }) => subscriptionId));
    const isOwn = own === undefined || home === undefined || home === ANY_SUBSCRIPTION || others.length > 0;
    return isOwn ? { ...ids, known } : this.#recall(text, { ...ids, own: home });
  }

  #remember(text: string, ids: TextIds, own: string): Known | undefined {
    const masked = withoutTenant(text, ids, ANY_TENANT).replaceAll(own, ANY_SUBSCRIPTION);
    const remembered = this.#byText.get(masked);
    if (remembered !== undefined) {
      remembered.template ??= new TextTemplate(masked, HOLES);
      return remembered;
    }
    const known = this.#read(inAnyCase(masked, own));
    if (known !== undefined) this.#byText.set(masked, known);
    return known;
  }

  /** The resource of this number, in {@link ANY_SUBSCRIPTION}. */
  resource(number: number): ArmResource {
    const key = String(number);
    const known = this.#resources.get(key);
    if (known !== undefined) return known;
    const [placed] = readArmResource(JSON.parse(this.#contents[number] ?? "null"));
    if (placed === undefined) throw new RangeError(`no resource has the number ${number}`);
    this.#resources.set(key, placed.resource);
    return placed.resource;
  }

  #read(text: string): Known | undefined {
    const value = parsed(text);
    if (!isRecord(value)) return undefined;
    const [seen, nests] = [saidOf(value), Array.isArray(value["resources"])];
    const isCut = CUT.some((mark) => text.includes(mark));
    const parts = readArmResource(value).map((placed) => {
      const { resource, subscriptionId } = placed;
      return { subscriptionId, type: resource.type, number: this.#number(placed), seen, nests, isCut };
    });
    return { parts };
  }

  #number({ resource }: PlacedResource): number {
    // Of what no control judges only what is tagged can be the baseline's.
    if (resource.type === SUBSCRIPTIONS || !(isJudged(resource.type) || isTagged(resource))) return NO_NUMBER;
    const content = JSON.stringify(resource);
    const known = this.#numbers.get(content);
    if (known !== undefined) return known;
    const number = this.#contents.push(content) - 1;
    this.#numbers.set(content, number);
    return number;
  }
}

/** ARM answers in any casing: the subscription's id where it is written in another than where it came first. */
function inAnyCase(masked: string, own: string): string {
  if (!masked.toLowerCase().includes(own.toLowerCase())) return masked;
  return masked.replace(new RegExp(own, "gi"), ANY_SUBSCRIPTION);
}

function isTagged({ tags }: ArmResource): boolean {
  return isMap(tags) && Object.keys(tags).length > 0;
}

function saidOf(value: JsonMap): SaidOfSubscription {
  const displayName = textMember(value, "displayName") ?? textMember(value, "name");
  const state = textMember(value, "state") ?? textMember(value["properties"], "state");
  return {
    ...(displayName === undefined ? {} : { displayName }),
    ...(state === undefined ? {} : { state }),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A map that forgets what was not asked for lately: two generations, each of at most `size` entries. */
class Recent<Item> {
  readonly #size: number;
  #young = new Map<string, Item>();
  #old = new Map<string, Item>();

  constructor(size: number) {
    this.#size = size;
  }

  get(key: string): Item | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: string, item: Item): void {
    if (this.#young.size >= this.#size) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, item);
  }
}
