import { isRecord } from "../../text/json.ts";
import { parsedJson } from "../../text/parsed-json.ts";
import { ANY_SUBSCRIPTION } from "../any-ids.ts";
import type { ArmResource } from "../evidence.ts";
import { isMap } from "../value.ts";
import { isAnswer } from "./export-elements.ts";
import { type Fullness, fullnessOf, withUnknowns } from "./lacks.ts";
import { Members } from "./members.ts";
import { type PlacedResource, readArmResource } from "./resource.ts";
import { isJudged, SUBSCRIPTIONS } from "./resource-types.ts";
import { factsOf, type SubscriptionFacts, tenantOf } from "./subscription-record.ts";
import { Guids, masked, TextTemplate } from "./text-template.ts";

/** Replaces {@link ANY_SUBSCRIPTION} where an export contains it. No subscription has this id either. */
const NO_SUBSCRIPTION = "00000000-0000-4000-8000-5ab5c0000001";

/** The number of resources that are not kept, because no evidence needs them. */
export const NO_NUMBER = -1;

/** The resources of an object of an export. */
export interface PooledResources {
  /** The object and the resources nested in it. */
  readonly parts: readonly Part[];
  /** The subscription that {@link ANY_SUBSCRIPTION} replaces in them: in lower case. */
  readonly subscriptionId: string;
  /** In lower case. */
  readonly tenantId: string | undefined;
}

/** A resource, identified by the number of its content. */
export interface Part {
  /** A GUID in lower case, or {@link ANY_SUBSCRIPTION}. */
  readonly subscriptionId: string;
  readonly type: string;
  /** Equal for resources that differ only in their subscription; {@link NO_NUMBER} for resources that are not kept. */
  readonly number: number;
  /** The facts about the subscription, if the object is one. */
  readonly seen: SubscriptionFacts;
  /** Whether other resources are nested in the object. */
  readonly nests: boolean;
  /** Whether PowerShell's text replaces JSON: ConvertTo-Json truncates at two levels by default. */
  readonly isCut: boolean;
}

const PARSED = 512;
const NOTHING: SubscriptionFacts = {};

/** A resource that was read, used to recognize other texts. */
interface ReadSample {
  readonly parts: readonly Part[];
  /** The template of a text that occurred twice; most texts occur once. */
  template?: TextTemplate;
  /** The number of templates tried: texts that differ in more than their ids have none. */
  tries: number;
  /** The resource that followed it last time. */
  next?: ReadSample;
}

/** The number of forms of a resource is small: those of `az`, of ARM, of Resource Graph. */
const MOST_TRIES = 4;

interface Content {
  /** JSON, with {@link ANY_SUBSCRIPTION}. */
  readonly text: string;
  readonly fullness: Fullness;
  /** Equal for contents of one resource. */
  readonly identity: number;
  readonly isCut: boolean;
}

/**
 * Keeps each resource once for all subscriptions that have the same: nearly all, in a fleet with a baseline. Memory
 * grows with the differences, and equal resources are read once.
 * Every object is parsed and read by its members, except texts that {@link TextTemplate} recognizes: a known text with
 * other ids in the places of the subscription and its tenant.
 */
export class ResourcePool {
  readonly #numbers = new Map<string, number>();
  readonly #contents: Content[] = [];
  readonly #identities = new Map<string, number>();
  readonly #known = new Map<number, ReadSample>();
  readonly #resources = new RecentEntries<ArmResource>(PARSED);
  readonly #guids = new Guids();
  #last: ReadSample | undefined;

  /**
   * Returns the resources in a JSON object; `answer` when it is an answer with a list, undefined when it is not an
   * object.
   */
  add(text: string): PooledResources | "answer" | undefined {
    const next = this.#last?.next;
    const match = next?.template?.match(text);
    if (next !== undefined && match !== undefined && match.own !== ANY_SUBSCRIPTION) {
      this.#last = next;
      return { parts: next.parts, subscriptionId: match.own, tenantId: match.tenant };
    }
    const own = masked(text, ANY_SUBSCRIPTION, NO_SUBSCRIPTION);
    const read = this.#read(own);
    if (read === undefined || read === "answer") return read;
    const known = this.#knownOf(own, read);
    if (this.#last !== undefined) this.#last.next = known;
    this.#last = known;
    return read;
  }

  /** Returns the resource of this number, with {@link ANY_SUBSCRIPTION}. */
  resource(number: number): ArmResource {
    const key = String(number);
    const known = this.#resources.get(key) ?? this.resourceOf(number, ANY_SUBSCRIPTION);
    this.#resources.set(key, known);
    return known;
  }

  /** Returns the resource of this number in this subscription. */
  resourceOf(number: number, subscriptionId: string): ArmResource {
    const { text = "null" } = this.#contents[number] ?? {};
    const [placed] = readArmResource(JSON.parse(text.replaceAll(ANY_SUBSCRIPTION, subscriptionId)));
    if (placed === undefined) throw new RangeError(`no resource has the number ${number}`);
    return withUnknowns(placed.resource);
  }

  /** Reports whether both are answers about one resource: then the fuller is used. */
  isSame(one: number, other: number): boolean {
    return this.#contents[one]?.identity === this.#contents[other]?.identity;
  }

  fullness(number: number): Fullness {
    return this.#contents[number]?.fullness ?? 0;
  }

  #knownOf(text: string, read: PooledResources): ReadSample {
    const [part] = read.parts;
    const isShared = read.parts.length === 1 && part?.subscriptionId === ANY_SUBSCRIPTION;
    if (!isShared || part.number === NO_NUMBER) return { parts: read.parts, tries: 0 };
    const known = this.#known.get(part.number) ?? { parts: read.parts, tries: -1 };
    this.#known.set(part.number, known);
    known.tries += 1;
    if (known.tries > 0 && known.tries <= MOST_TRIES) {
      const template = TextTemplate.of(text, read, this.#guids, (sample) =>
        this.#sampled(sample, part.number),
      );
      if (template !== undefined) known.template = template;
    }
    return known;
  }

  /** Returns the ids of a text that yields the resource of this number; undefined for another resource. */
  #sampled(text: string, number: number): Pick<PooledResources, "subscriptionId" | "tenantId"> | undefined {
    const placed = objectOf(text);
    if (placed === undefined || placed === "answer") return undefined;
    const [one, more] = placed.resources;
    if (one === undefined || more !== undefined) return undefined;
    const content = masked(JSON.stringify(one.resource), one.subscriptionId, ANY_SUBSCRIPTION);
    return this.#contents[number]?.text === content
      ? { subscriptionId: one.subscriptionId, tenantId: placed.tenantId }
      : undefined;
  }

  #read(text: string): PooledResources | "answer" | undefined {
    const object = objectOf(text);
    if (object === undefined || object === "answer") return object;
    const { members, resources, tenantId } = object;
    const own = resources[0]?.subscriptionId ?? "";
    const nests = Array.isArray(members.get("resources"));
    const parts = resources.map((placed): Part => {
      const { resource, subscriptionId } = placed;
      const number = this.#number(placed, own);
      return {
        subscriptionId: subscriptionId === own ? ANY_SUBSCRIPTION : subscriptionId,
        type: resource.type,
        number,
        seen: resource.type === SUBSCRIPTIONS ? factsOf(members) : NOTHING,
        nests,
        isCut: this.#contents[number]?.isCut === true,
      };
    });
    return { parts, subscriptionId: own, tenantId };
  }

  #number({ resource, subscriptionId }: PlacedResource, own: string): number {
    // Of types that no control judges, only tagged resources can belong to the baseline.
    if (resource.type === SUBSCRIPTIONS || !(isJudged(resource.type) || isTagged(resource))) return NO_NUMBER;
    const text = masked(JSON.stringify(resource), own, ANY_SUBSCRIPTION);
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const id = typeof resource.id === "string" ? masked(resource.id, subscriptionId, "").toLowerCase() : text;
    const identity = this.#identities.get(id) ?? this.#identities.size;
    this.#identities.set(id, identity);
    const isCut = isJudged(resource.type) && CUT.test(text);
    const number = this.#contents.push({ text, fullness: fullnessOf(resource), identity, isCut }) - 1;
    this.#numbers.set(text, number);
    return number;
  }
}

/**
 * The text that ConvertTo-Json writes beyond its depth: `@{name=value}`. The language of Logic Apps has
 * `@{function(...)}`.
 */
const CUT = /"@\{[\w-]+=|"System\.Object\[\]"|"System\.Collections\./;

interface ReadObject {
  readonly members: Members;
  readonly resources: readonly PlacedResource[];
  readonly tenantId: string | undefined;
}

function objectOf(text: string): ReadObject | "answer" | undefined {
  const value = parsedJson(text);
  if (!isRecord(value)) return undefined;
  if (isAnswer(value)) return "answer";
  const members = new Members(value);
  const resources = readArmResource(value);
  const [first] = resources;
  return { members, resources, tenantId: first && tenantOf(members, first.resource.type) };
}

function isTagged({ tags }: ArmResource): boolean {
  return isMap(tags) && Object.keys(tags).length > 0;
}

/** A cache that removes entries not used lately: two generations, each of at most `size` entries. */
class RecentEntries<Item> {
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
