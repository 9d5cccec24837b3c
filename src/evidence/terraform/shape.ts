import { isList, isMap, Unknown, type Value } from "../value.ts";

/**
 * The type of an argument. `any` accepts any value; no control reads it.
 */
type Kind = "any" | "flag" | "number" | "text" | "texts";
/** Nested blocks (or objects) of one shape: at most one, or any number. */
export interface Blocks {
  readonly shape: Shape;
  readonly most: number;
}
/** The arguments that a reader supports. `*` matches any other name. */
export interface Shape {
  readonly [argument: string]: Kind | Blocks;
}

export const one = (shape: Shape): Blocks => ({ shape, most: 1 });
export const many = (shape: Shape): Blocks => ({ shape, most: Number.POSITIVE_INFINITY });

export interface ReadOptions {
  /**
   * Whether values are converted as Terraform does for an argument of a known type: `"0"` is false, `"5"` is 5. The
   * body of an `azapi_resource` has no types: it is sent unchanged, and its names have any case.
   * @default true
   */
  readonly converts?: boolean;
}

/** Values as Terraform converts them, and the unread arguments: path and reason. */
export interface ReadValues {
  readonly values: Value;
  readonly unread: readonly string[];
}

/** Reads values by their shape. Arguments outside the shape are not read. */
export function readByShape(values: Value, shape: Shape, options: ReadOptions = {}): ReadValues {
  const unread: string[] = [];
  const reader = new ShapeReader(unread, options.converts ?? true);
  return { values: reader.object(values, shape, ""), unread };
}

class ShapeReader {
  readonly #unread: string[];
  readonly #converts: boolean;

  constructor(unread: string[], converts: boolean) {
    this.#unread = unread;
    this.#converts = converts;
  }

  object(value: Value, shape: Shape, path: string): Value {
    if (value instanceof Unknown || value === null) return value;
    if (!isMap(value)) return this.#refuse(path, "is not a block");
    const seen = new Set<string>();
    const entries = Object.entries(value).flatMap(([name, item]): [string, Value][] => {
      // A comment of Terraform's JSON syntax, where CDKTF stores metadata.
      if (name === "//" && this.#converts) return [];
      const at = path === "" ? name : `${path}.${name}`;
      const lower = name.toLowerCase();
      if (!this.#converts && seen.has(lower)) this.#refuse(at, "is declared twice with different case");
      seen.add(lower);
      const kind = this.#kindOf(shape, name);
      if (kind === undefined) {
        // Terraform treats null as an omitted argument.
        if (item !== null) this.#refuse(at, "is not supported");
        return [];
      }
      return [[name, this.#value(item, kind, at)]];
    });
    return Object.fromEntries(entries);
  }

  #kindOf(shape: Shape, name: string): Kind | Blocks | undefined {
    if (Object.hasOwn(shape, name) && name !== "*") return shape[name];
    if (!this.#converts) {
      const lower = name.toLowerCase();
      const known = Object.keys(shape).find((argument) => argument.toLowerCase() === lower);
      if (known !== undefined) return shape[known];
    }
    // A name that Terraform evaluates may become any other.
    return Object.hasOwn(shape, "*") && !/[$%]\{/.test(name) ? shape["*"] : undefined;
  }

  #value(value: Value, kind: Kind | Blocks, path: string): Value {
    if (value instanceof Unknown || value === null) return value;
    if (typeof kind !== "string") return this.#blocks(value, kind, path);
    switch (kind) {
      case "any":
        return value;
      case "flag":
        return this.#flag(value, path);
      case "number":
        return this.#number(value, path);
      case "text":
        return this.#text(value, path);
      case "texts":
        if (!isList(value)) return this.#refuse(path, "is not a list");
        return value.map((item, index) => this.#value(item, "text", `${path}[${index}]`));
    }
  }

  #blocks(value: Value, { most, shape }: Blocks, path: string): Value {
    if (!isList(value)) return this.object(value, shape, path);
    if (value.length > most) return this.#refuse(path, `is declared ${value.length} times`);
    return value.map((item, index) => this.object(item, shape, `${path}[${index}]`));
  }

  #flag(value: Value, path: string): Value {
    if (typeof value === "boolean") return value;
    if (this.#converts && (value === "true" || value === "1")) return true;
    if (this.#converts && (value === "false" || value === "0")) return false;
    return this.#refuse(path, "is neither true nor false");
  }

  #number(value: Value, path: string): Value {
    if (typeof value === "number") return value;
    if (this.#converts && typeof value === "string" && /^[+-]?\d{1,30}(\.\d{1,30})?$/.test(value)) {
      return Number(value);
    }
    return this.#refuse(path, "is not a number");
  }

  #text(value: Value, path: string): Value {
    if (typeof value === "string") return value;
    if (this.#converts && (typeof value === "number" || typeof value === "boolean")) return String(value);
    return this.#refuse(path, "is not a text");
  }

  #refuse(path: string, reason: string): Value {
    this.#unread.push(`${path || "it"} ${reason}`);
    return new Unknown();
  }
}
