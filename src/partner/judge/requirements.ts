import {
  isUnread,
  type ObservedRequirement,
  type PartnerObservations,
  type Unread,
} from "../observations.ts";

/**
 * Returns the score's requirement of a type; why it was not read; or undefined, if it was not requested or does not
 * exist.
 */
export function requirementOf(
  { requirements }: PartnerObservations,
  type: string,
): ObservedRequirement | Unread | undefined {
  if (requirements === undefined || isUnread(requirements)) return requirements;
  return requirements.find((one) => one.type === type) ?? { unread: `the score has no requirement ${type}` };
}
