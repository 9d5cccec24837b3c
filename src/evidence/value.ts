/**
 * A value that cannot be told: it stands in evidence where Terraform has a reference that cannot be followed, where a
 * plan says "known after apply", or where an answer of Azure leaves out what the resource has.
 */
export class Unknown {
  /** What the value waits for, as Terraform writes it (`azurerm_resource_group.rg.name`), where that can be told. */
  readonly waitsFor: string | undefined;

  /** Why it cannot be told, as a sentence; left out where an apply will tell. */
  readonly because: string | undefined;

  constructor(waitsFor?: string, because?: string) {
    this.waitsFor = waitsFor;
    this.because = because;
  }
}

/** JSON, with holes where a value is not known yet. */
export type Value = null | boolean | number | string | Unknown | readonly Value[] | ValueMap;
/** A map of values, by name. */
export interface ValueMap {
  readonly [key: string]: Value;
}

/** Whether a value is a map. */
export function isMap(value: Value | undefined): value is ValueMap {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Unknown);
}

/** Whether a value is a list. */
export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** Thrown by a {@link Cursor} that meets an {@link Unknown}: the judgement can be neither pass nor fail. */
export class UnknownValueError extends Error {
  /** Where the unknown value stands, in ARM's names: `properties.emails`. */
  readonly path: string;
  readonly waitsFor: string | undefined;

  constructor(path: string, waitsFor: string | undefined, because?: string) {
    super(because ?? `${path} is known only after apply`);
    this.name = "UnknownValueError";
    this.path = path;
    this.waitsFor = waitsFor;
  }
}

/**
 * A place in a value, read without trusting its shape: what is absent or of another type reads as `undefined`
 * (or as an empty list), what is not known yet throws {@link UnknownValueError} with its path.
 */
export class Cursor {
  readonly #value: Value | undefined;
  /** Where this place is, from the resource's root: `properties.condition.allOf[1].equals`. */
  readonly path: string;

  constructor(value: Value | undefined, path = "") {
    this.#value = value;
    this.path = path;
  }

  /** The member `key` of a map, whatever its case: ARM and its clients disagree about the case of names. */
  get(key: string): Cursor {
    const map = this.#known();
    const path = this.path === "" ? key : `${this.path}.${key}`;
    if (!isMap(map)) return new Cursor(undefined, path);
    if (Object.hasOwn(map, key)) return new Cursor(map[key], path);
    const lower = key.toLowerCase();
    const actual = Object.keys(map).find((candidate) => candidate.toLowerCase() === lower);
    return new Cursor(actual === undefined ? undefined : map[actual], path);
  }

  /** The items of a list; none when this is no list. */
  items(): Cursor[] {
    const list = this.#known();
    return isList(list) ? list.map((item, index) => new Cursor(item, `${this.path}[${index}]`)) : [];
  }

  /** The members of a map with their names; none when this is no map. */
  entries(): [string, Cursor][] {
    const map = this.#known();
    if (!isMap(map)) return [];
    return Object.entries(map).map(([key, value]) => [key, new Cursor(value, `${this.path}.${key}`)]);
  }

  /** The string here, without white space around it; `undefined` when there is none or it is empty. */
  text(): string | undefined {
    const value = this.#known();
    const trimmed = typeof value === "string" ? value.trim() : "";
    return trimmed === "" ? undefined : trimmed;
  }

  /** The string here as it stands, for what Azure compares as it stands; `undefined` when there is none or it is blank. */
  exactText(): string | undefined {
    return this.text() === undefined ? undefined : String(this.#known());
  }

  number(): number | undefined {
    const value = this.#known();
    return typeof value === "number" && Number.isFinite(value) ? value : undefined;
  }

  flag(): boolean | undefined {
    const value = this.#known();
    return typeof value === "boolean" ? value : undefined;
  }

  /** The strings of a list as they stand; what is blank or no string is passed over. */
  texts(): string[] {
    return this.items().flatMap((item) => item.exactText() ?? []);
  }

  /** Whether anything but null stands here. An unknown value throws: it may turn out to be null. */
  exists(): boolean {
    const value = this.#known();
    return value !== undefined && value !== null;
  }

  #known(): Exclude<Value, Unknown> | undefined {
    if (this.#value instanceof Unknown) {
      const { because, waitsFor } = this.#value;
      throw new UnknownValueError(this.path, waitsFor, because);
    }
    return this.#value;
  }
}

/**
 * Equality of two names as ARM sees it: without case. Both cases are compared, as the Kelvin sign has the lower case of a
 * `k`, and is another character.
 */
export function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase() && a.toUpperCase() === b.toUpperCase();
}
