import type { ArmResource } from "../evidence.ts";
import { isList, isMap, type Value } from "../value.ts";

/**
 * Reports whether a Terraform resource only merges its properties into an existing resource.
 * Source: https://registry.terraform.io/providers/Azure/azapi/latest/docs/resources/update_resource
 */
export function isPartialUpdate(type: string): boolean {
  return type === "azapi_update_resource";
}

/** Merges an update into the resource, as azapi does before it writes the whole. */
export function withUpdate(target: ArmResource, update: ArmResource): ArmResource {
  const tags = merged(target.tags, update.tags);
  return {
    ...target,
    ...(update.apiVersion === undefined ? {} : { apiVersion: update.apiVersion }),
    properties: merged(target.properties, update.properties) ?? null,
    ...(tags === undefined ? {} : { tags }),
  };
}

/** Deeper than any resource; bounds hostile input. */
const MAX_DEPTH = 64;

function merged(old: Value | undefined, update: Value | undefined, depth = 0): Value | undefined {
  if (update === undefined || update === null) return old;
  if (isList(update) || !isMap(update) || !isMap(old) || depth > MAX_DEPTH) return update;
  const keys = new Set([...Object.keys(old), ...Object.keys(update)]);
  return Object.fromEntries(
    [...keys].map((key) => [key, merged(own(old, key), own(update, key), depth + 1) ?? null]),
  );
}

function own(map: { readonly [key: string]: Value }, key: string): Value | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}
