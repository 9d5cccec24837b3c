/**
 * An unknown value in evidence. It is a reference of Terraform that cannot be followed, a value known only after apply,
 * or a property that an answer of Azure omits.
 */
export class Unknown {
  /**
   * The expression that the value waits for, in Terraform's notation (`azurerm_resource_group.rg.name`), where known.
   */
  readonly waitsFor: string | undefined;

  /** The reason as a sentence. @default - the value is known after apply */
  readonly because: string | undefined;

  constructor(waitsFor?: string, because?: string) {
    this.waitsFor = waitsFor;
    this.because = because;
  }
}

/** JSON with {@link Unknown} for values that are not known. */
export type Value = null | boolean | number | string | Unknown | readonly Value[] | ValueMap;
/** A map of values, by name. */
export interface ValueMap {
  readonly [key: string]: Value;
}

/** Reports whether a value is a map. */
export function isMap(value: Value | undefined): value is ValueMap {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Unknown);
}

/** Reports whether a value is a list. */
export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** Thrown by a {@link Cursor} at an {@link Unknown}: the judgement can be neither pass nor fail. */
export class UnknownValueError extends Error {
  /** The path of the unknown value, in ARM's names: `properties.emails`. */
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
 * A place in a value that is read without trusting its shape. An absent value or one of another type is `undefined` or
 * an empty list. An unknown one throws {@link UnknownValueError} with its path.
 */
export class Cursor {
  readonly #value: Value | undefined;
  /** The path from the resource's root: `properties.condition.allOf[1].equals`. */
  readonly path: string;

  constructor(value: Value | undefined, path = "") {
    this.#value = value;
    this.path = path;
  }

  /** Returns the member `key` of a map in any case: ARM and its clients differ in the case of names. */
  get(key: string): Cursor {
    const map = this.#known();
    const path = this.path === "" ? key : `${this.path}.${key}`;
    if (!isMap(map)) return new Cursor(undefined, path);
    if (Object.hasOwn(map, key)) return new Cursor(map[key], path);
    const lower = key.toLowerCase();
    const actual = Object.keys(map).find((candidate) => candidate.toLowerCase() === lower);
    return new Cursor(actual === undefined ? undefined : map[actual], path);
  }

  /** Returns the items of a list; none for other values. */
  items(): Cursor[] {
    const list = this.#known();
    return isList(list) ? list.map((item, index) => new Cursor(item, `${this.path}[${index}]`)) : [];
  }

  /** Returns the members of a map with their names; none for other values. */
  entries(): [string, Cursor][] {
    const map = this.#known();
    if (!isMap(map)) return [];
    return Object.entries(map).map(([key, value]) => [key, new Cursor(value, `${this.path}.${key}`)]);
  }

  /** Returns the trimmed string; `undefined` when it is missing or empty. */
  text(): string | undefined {
    const value = this.#known();
    const trimmed = typeof value === "string" ? value.trim() : "";
    return trimmed === "" ? undefined : trimmed;
  }

  /** Returns the string untrimmed, for values that Azure compares exactly; `undefined` when it is missing or blank. */
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

  /** Returns the strings of a list untrimmed, without blank ones and other values. */
  texts(): string[] {
    return this.items().flatMap((item) => item.exactText() ?? []);
  }

  /** Reports whether the value is present and not null. An unknown value throws: it may be null. */
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
 * Compares two names without case, as ARM does. Both upper and lower case are compared, because the Kelvin sign has the
 * lower case of `k` but is another character.
 */
export function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase() && a.toUpperCase() === b.toUpperCase();
}
