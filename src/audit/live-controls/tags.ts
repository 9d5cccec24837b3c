import { type ArmResource, isMap, sameName, type Value } from "../../evidence/index.ts";
import type { Baseline } from "../../fleet/index.ts";

/**
 * Reports whether a resource has every tag of the baseline; false where the baseline has none. Azure ignores the case
 * of tag names.
 */
export function carriesTags({ tags = null }: ArmResource, baseline: Baseline): boolean {
  const wanted = Object.entries(baseline.tags);
  return wanted.length > 0 && wanted.every(([name, value]) => tagOf(tags, name) === value);
}

function tagOf(tags: Value, name: string): Value | undefined {
  if (!isMap(tags)) return undefined;
  return Object.entries(tags).find(([key]) => sameName(key, name))?.[1];
}
