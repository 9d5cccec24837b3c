export { ArmExports, type SharedEvidence } from "./exports.ts";
export { type PlacedResource, readArmResource } from "./resource.ts";
export { parseResourceId, subscriptionInId } from "./resource-id.ts";
export {
  canonicalType,
  customArmTypes,
  customTypesOutOfSight,
  isCustomType,
  JUDGED_TYPES,
  type JudgedType,
  judgedTypes,
  permissionToRead,
  RESOURCE_GROUPS,
  SUBSCRIPTIONS,
} from "./resource-types.ts";
