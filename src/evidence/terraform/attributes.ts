import { isGuid } from "../../text/guid.ts";
import { isList, isMap, Unknown, type Value, type ValueMap } from "../value.ts";

/**
 * Reads an attribute of a Terraform resource and preserves unknowns: a member of an unknown value is unknown. An absent
 * attribute is null.
 */
export function attribute(from: Value, name: string): Value {
  if (from instanceof Unknown) return from;
  return isMap(from) && Object.hasOwn(from, name) ? (from[name] ?? null) : null;
}

/** Returns the nested blocks of a name. JSON configurations write a single one with or without a list around it. */
export function blocks(from: Value, name: string): readonly Value[] | Unknown {
  const value = attribute(from, name);
  if (value instanceof Unknown) return value;
  if (isList(value)) return value.filter((item) => item !== null);
  return value === null ? [] : [value];
}

/** Returns the only block of a name; null when there is none. */
export function block(from: Value, name: string): Value {
  const found = blocks(from, name);
  return found instanceof Unknown ? found : (found[0] ?? null);
}

/** Converts each block of a name to ARM's shape; unknown when the blocks are. */
export function mapBlocks(from: Value, name: string, shape: (item: Value) => Value): Value {
  const found = blocks(from, name);
  return found instanceof Unknown ? found : found.map(shape);
}

/** Returns the attribute, or the provider's default where the configuration omits it. */
export function orDefault(value: Value, fallback: Value): Value {
  return value === null ? fallback : value;
}

/** Converts a flag to the notation of the older security APIs. */
export function onOff(value: Value): Value {
  if (typeof value === "boolean") return value ? "On" : "Off";
  return value instanceof Unknown ? value : null;
}

/** Joins texts; unknown when any of them is. */
export function joined(...parts: readonly Value[]): Value {
  const unknown = parts.find((part) => part instanceof Unknown);
  if (unknown !== undefined) return unknown;
  return parts.map((part) => (typeof part === "string" ? part : "")).join("");
}

/** Copies attributes to ARM's names, without those that are not set. */
export function renamed(from: Value, names: Readonly<Record<string, string>>): Value {
  if (from instanceof Unknown) return from;
  const shape: Record<string, Value> = {};
  for (const [attributeName, armName] of Object.entries(names)) {
    const value = attribute(from, attributeName);
    if (value !== null) shape[armName] = value;
  }
  return shape;
}

/** Builds a map in which a later entry replaces an earlier one, as in Azure; safe for any key. */
export function keyed(entries: readonly (readonly [string, Value])[]): ValueMap {
  return Object.fromEntries(entries);
}

/** Returns the subscription's GUID of an ARM id, in lower case. */
export function subscriptionOf(id: Value): string | undefined {
  if (typeof id !== "string") return undefined;
  return /^\/?subscriptions\/([0-9a-f-]{36})(?:\/|$)/i.exec(id)?.[1]?.toLowerCase();
}

/** Returns the scope of an attribute that names a subscription: its id, or the GUID that azurerm 2.x accepted. */
export function subscriptionScopeOf(value: Value, fallback: Value): Value {
  if (value === null || value === "") return fallback;
  if (typeof value !== "string") return value;
  return isGuid(value.trim()) ? `/subscriptions/${value.trim()}` : value;
}

/**
 * Returns the parsed JSON of a text attribute, or a value that is not text unchanged; unknown when the text is not a
 * JSON map.
 */
export function parsedJson(value: Value): Value {
  if (typeof value !== "string") return value;
  try {
    const parsed: Value = JSON.parse(value);
    return isMap(parsed) ? parsed : new Unknown();
  } catch {
    return new Unknown();
  }
}
