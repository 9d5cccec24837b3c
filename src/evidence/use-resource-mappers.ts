import { JUDGED_TYPES, useArmTypes } from "./arm/resource-types.ts";
import { mapperFaults, type ResourceMapper } from "./resource-mapper.ts";
import { isMappedHere, useTerraformMappers } from "./terraform/mappers.ts";
import { sameName } from "./value.ts";

/**
 * Sets the further types of resources that evidence has in this process, in place of those set before: stacks, plans,
 * exports and Azure are read with them from then on.
 *
 * @returns what is wrong with the mappers, a sentence each; then nothing is changed
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
