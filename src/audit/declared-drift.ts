import { RESOURCE_GROUPS } from "../evidence/arm/index.ts";
import {
  type ArmResource,
  type Evidence,
  isList,
  isMap,
  sameName,
  Unknown,
  type Value,
  type ValueMap,
} from "../evidence/index.ts";
import { driftedValue } from "./drifted-value.ts";

/** One place at which Azure differs from what a stack declares. */
export interface DeclaredDrift {
  /** ARM type of the resource, in the casing of the declaration. */
  readonly type: string;
  readonly name: string;
  /** ARM id, of the resource in Azure, or the one that it would have; undefined where only Terraform knows it. */
  readonly resource?: string;
  /** In ARM's names: `properties.amount`. Undefined: the resource itself is missing. */
  readonly path?: string;
  /** Shortened, without secrets; left out where nothing is declared, or nothing is shown of it. */
  readonly declared?: string;
  /** The same of Azure's value. */
  readonly found?: string;
}

/** At most so many places of a resource are listed: the first ones tell that it differs. */
const MOST_PLACES = 20;

/**
 * Compares everything that a stack declares with what Azure has, in ARM's shape. Values that Azure adds to what is declared
 * are its defaults and do not count, but lists have to have the same items: an additional recipient is drift. What is known
 * only after an apply is not compared, and neither are types that could not be read and resource groups, which a bulk read
 * does not have: one that is gone takes the resources in it along.
 *
 * @param declared the resources of the stack
 * @param owner the id of the subscription whose ids the declaration has @default - that of the evidence
 */
export function declaredDrift(
  declared: readonly ArmResource[],
  live: Evidence,
  owner: string = live.subscriptionId,
): DeclaredDrift[] {
  const unread = new Set(live.unreadable?.map(({ type }) => type.toLowerCase()));
  return declared.flatMap((resource) => {
    const { name, type } = resource;
    if (typeof name !== "string" || sameName(type, RESOURCE_GROUPS) || unread.has(type.toLowerCase()))
      return [];
    const own = (text: string) => text.replaceAll(owner, live.subscriptionId);
    const found = live.resources.find((one) => isSameResource(one, resource, own));
    const id = found?.id ?? resource.id;
    const about = { type, name, ...(typeof id === "string" ? { resource: own(id) } : {}) };
    if (found === undefined) return [about];
    return new Comparison(own).places(resource, found).map((place) => ({ ...about, ...place }));
  });
}

/** By its id where both have one, or else by type and name. */
function isSameResource(found: ArmResource, declared: ArmResource, own: (text: string) => string): boolean {
  if (!sameName(found.type, declared.type)) return false;
  if (typeof found.id === "string" && typeof declared.id === "string")
    return sameName(withoutQuery(found.id), withoutQuery(own(declared.id)));
  return (
    typeof found.name === "string" && typeof declared.name === "string" && sameName(found.name, declared.name)
  );
}

function withoutQuery(id: string): string {
  return id.replace(/\?.*$/, "");
}

type Place = Pick<DeclaredDrift, "declared" | "found"> & { readonly path: string };

class Comparison {
  readonly #own: (text: string) => string;
  readonly #places: Place[] = [];

  constructor(own: (text: string) => string) {
    this.#own = own;
  }

  places(declared: ArmResource, found: ArmResource): readonly Place[] {
    this.#compare("properties", declared.properties, found.properties);
    this.#compareTags(declared.tags, found.tags);
    if (isMap(declared.properties) === isMap(found.properties)) this.#compareLocation(declared, found);
    return this.#places.slice(0, MOST_PLACES);
  }

  #compareLocation({ location: declared }: ArmResource, { location: found }: ArmResource): void {
    if (typeof declared !== "string" || typeof found !== "string") return;
    const short = (text: string) => text.replaceAll(" ", "");
    if (!sameName(short(declared), short(found))) this.#add("location", declared, found);
  }

  /** Tags are the stack's alone, but for those with which Azure itself marks resources. */
  #compareTags(declared: Value | undefined, found: Value | undefined): void {
    if (!isMap(declared)) return;
    const tags = isMap(found) ? found : {};
    this.#compare("tags", declared, tags);
    for (const [name, value] of Object.entries(tags)) {
      if (name.startsWith("hidden-") || memberOf(declared, name) !== undefined) continue;
      this.#add(`tags.${name}`, undefined, value);
    }
  }

  #compare(path: string, declared: Value | undefined, found: Value | undefined): void {
    if (declared instanceof Unknown || found instanceof Unknown || isNothing(declared)) return;
    if (isMap(declared)) {
      if (!isMap(found)) this.#add(path, declared, found);
      else if (path.endsWith(".notifications"))
        this.#compareItems(path, Object.values(declared), Object.values(found));
      else
        for (const [name, value] of Object.entries(declared))
          this.#compare(`${path}.${name}`, value, memberOf(found, name));
    } else if (isList(declared)) {
      if (isNothing(found)) {
        if (declared.length > 0) this.#add(path, declared, found);
      } else if (isList(found)) this.#compareItems(path, declared, found);
      else this.#add(path, declared, found);
    } else if (!isSameScalar(typeof declared === "string" ? this.#own(declared) : (declared ?? null), found))
      this.#add(path, declared, found);
  }

  /** Lists in any order. Each declared item has to be there, and no others. */
  #compareItems(path: string, declared: readonly Value[], found: readonly Value[]): void {
    if ([...declared, ...found].some((item) => item instanceof Unknown)) return;
    const left = [...found];
    for (const item of declared) {
      const at = left.findIndex((candidate) => this.#covers(item, candidate));
      if (at === -1) this.#add(path, item, undefined);
      else left.splice(at, 1);
    }
    for (const item of left) this.#add(path, undefined, item);
  }

  /** Whether an item of Azure's is the declared one. */
  #covers(declared: Value, found: Value): boolean {
    const comparison = new Comparison(this.#own);
    comparison.#compare("", declared, found);
    return comparison.#places.length === 0;
  }

  #add(path: string, declared: Value | undefined, found: Value | undefined): void {
    const [mine, theirs] = [driftedValue(path, declared), driftedValue(path, found)];
    this.#places.push({
      path,
      ...(mine === undefined ? {} : { declared: this.#own(mine) }),
      ...(theirs === undefined ? {} : { found: theirs }),
    });
  }
}

function isNothing(value: Value | undefined): boolean {
  return value === undefined || value === null || value === "";
}

/** A member in any case: ARM and its clients disagree about it. */
function memberOf(map: ValueMap, name: string): Value | undefined {
  if (Object.hasOwn(map, name)) return map[name];
  const key = Object.keys(map).find((one) => sameName(one, name));
  return key === undefined ? undefined : map[key];
}

/** Without case, as Azure compares names; lists that are written as one text, in any order; numbers by value. */
function isSameScalar(declared: Value, found: Value | undefined): boolean {
  if (typeof declared === "string" && typeof found === "string") {
    const parts = (text: string) =>
      text
        .toLowerCase()
        .split(/[;,]/)
        .map((part) => part.trim())
        .filter((part) => part !== "")
        .sort()
        .join(";");
    return sameName(declared, found) || parts(declared) === parts(found) || isSameInstant(declared, found);
  }
  if (typeof declared === "boolean")
    return found === declared || String(found).toLowerCase() === String(declared);
  if (typeof declared === "number") return !isNothing(found) && Number(found) === declared;
  return declared === found || String(declared) === String(found);
}

function isSameInstant(a: string, b: string): boolean {
  const day = /^\d{4}-\d\d-\d\dT/;
  return day.test(a) && day.test(b) && Date.parse(a) === Date.parse(b);
}
