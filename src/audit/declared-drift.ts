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

/** A difference between Azure and the declaration of a stack. */
export interface DeclaredDrift {
  /** ARM type of the resource, in the casing of the declaration. */
  readonly type: string;
  readonly name: string;
  /** ARM id of the resource in Azure, or the id that it would have; undefined where only Terraform knows it. */
  readonly resource?: string;
  /** In ARM's names: `properties.amount`. Undefined if the resource is missing. */
  readonly path?: string;
  /** The declared value, shortened and without secrets; absent where none is declared or shown. */
  readonly declared?: string;
  /** The value in Azure, in the same form. */
  readonly found?: string;
}

/** The maximum number of listed places of a resource. */
const MOST_PLACES = 20;

/**
 * Compares all resources of a stack with Azure, in ARM's shape. Values that Azure adds are its defaults and are
 * ignored, but lists must have the same items: an additional recipient is drift. Not compared: values known only after
 * an apply, types that could not be read, and resource groups, which a bulk read omits (a deleted group shows as
 * missing resources).
 *
 * @param declared the resources of the stack
 * @param owner the id of the subscription in the declaration's ids. @default - that of the evidence
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

/** Compares by id where both have one, or else by type and name. */
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

  /** Compares tags, without those that Azure itself adds. */
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

  /** Compares lists in any order: each declared item must exist, and no others. */
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

  /** Reports whether an item in Azure matches the declared one. */
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

/** Returns a member in any case: ARM and its clients differ in it. */
function memberOf(map: ValueMap, name: string): Value | undefined {
  if (Object.hasOwn(map, name)) return map[name];
  const key = Object.keys(map).find((one) => sameName(one, name));
  return key === undefined ? undefined : map[key];
}

/** Compares as Azure does: names without case, lists written as one text in any order, numbers by value. */
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
