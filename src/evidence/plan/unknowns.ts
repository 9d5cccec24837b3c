import { isRecord, member } from "../../text/json.ts";
import { Unknown, type Value } from "../value.ts";
import type { Expression } from "./expression.ts";

/** Deeper than any resource; bounds hostile input. */
const MAX_DEPTH = 64;

/** Reports whether `after_unknown` of the plan marks any value as known only after apply. */
export function anyUnknown(unknown: unknown, depth = 0): boolean {
  if (unknown === true) return true;
  if (typeof unknown !== "object" || unknown === null) return false;
  if (depth > MAX_DEPTH) return true;
  for (const key in unknown) {
    if (anyUnknown(valueAt(unknown, key), depth + 1)) return true;
  }
  return false;
}

export interface Holes {
  /** The configured expressions of the resource; undefined when the plan has none. */
  readonly expressions: Expression | undefined;
  /** Returns the value of an expression, or the unknown that it waits for. */
  readonly resolve: (expression: Expression) => Value;
  /** Reports whether an undeclared attribute is absent, although the provider marks it as unknown. */
  readonly absent: (path: string) => boolean;
}

/**
 * Returns a resource's values after the apply, with {@link Unknown} or the values of the configuration's references
 * where `after_unknown` marks them.
 */
export function withUnknowns(values: unknown, unknown: unknown, holes: Holes): Value {
  return fill(values, unknown, holes, holes.expressions, "", 0, true);
}

function fill(
  values: unknown,
  unknown: unknown,
  holes: Holes,
  expression: Expression | undefined,
  path: string,
  depth: number,
  enclosed: boolean,
): Value {
  if (unknown === true || depth > MAX_DEPTH) return hole(holes, expression, path, enclosed);
  if (!anyUnknown(unknown, depth)) return asValue(values);
  if (Array.isArray(unknown)) {
    const list = Array.isArray(values) ? values : [];
    const alone = Math.max(list.length, unknown.length) === 1;
    return Array.from({ length: Math.max(list.length, unknown.length) }, (_, index) =>
      fill(
        list[index],
        unknown[index],
        holes,
        expression?.item(index, list[index], alone),
        path,
        depth + 1,
        enclosed,
      ),
    );
  }
  const map = isRecord(values) ? values : {};
  // A plan's configuration omits dynamic blocks and their content.
  const declared = path === "" || expression?.declared === true;
  const keys = new Set([...Object.keys(map), ...Object.keys(isRecord(unknown) ? unknown : {})]);
  return Object.fromEntries(
    [...keys].map((key) => {
      const below = path === "" ? key : `${path}.${key}`;
      return [
        key,
        fill(member(map, key), member(unknown, key), holes, expression?.get(key), below, depth + 1, declared),
      ];
    }),
  );
}

function hole(holes: Holes, expression: Expression | undefined, path: string, enclosed: boolean): Value {
  if (expression === undefined) return new Unknown();
  if (expression.declared) return holes.resolve(expression);
  return enclosed && holes.absent(path) ? null : new Unknown();
}

/** Converts JSON, which contains no unknown values and is never changed. */
export function asValue(json: unknown): Value {
  return (json ?? null) as Value;
}

function valueAt(value: object, key: string): unknown {
  return (value as Record<string, unknown>)[key];
}
