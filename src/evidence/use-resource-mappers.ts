import { JUDGED_TYPES, useArmTypes } from "./arm/resource-types.ts";
import { mapperFaults, type ResourceMapper } from "./resource-mapper.ts";
import { isMappedHere, useTerraformMappers } from "./terraform/mappers.ts";
import { sameName } from "./value.ts";

/**
 * Sets the additional types of resources in this process and replaces those set before: stacks, plans, exports and
 * Azure are read with them from then on.
 *
 * @returns one sentence for each fault of the mappers; if there are any, nothing is changed
 */
export function useResourceMappers(mappers: readonly ResourceMapper[]): string[] {
  const faults = mapperFaults(mappers, (type) => isMappedHere(type) || isJudgedHere(type));
  if (faults.length === 0) {
    useTerraformMappers(mappers);
    useArmTypes(mappers);
  }
  return faults;
}

function isJudgedHere(type: string): boolean {
  return JUDGED_TYPES.some((judged) => sameName(judged.type, type));
}
