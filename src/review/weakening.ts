import type { ArmResource } from "../evidence/index.ts";
import { read, UnknownValueError } from "../evidence/index.ts";
import { ALERT_WEAKENINGS } from "./weakening-alerts.ts";
import { CONTACT_WEAKENINGS } from "./weakening-contact.ts";
import { COST_WEAKENINGS } from "./weakening-cost.ts";
import type { Weakening } from "./weakening-type.ts";

const BY_TYPE: ReadonlyMap<string, readonly Weakening[]> = new Map(
  Object.entries({ ...CONTACT_WEAKENINGS, ...COST_WEAKENINGS, ...ALERT_WEAKENINGS }).map(
    ([type, all]) => [type.toLowerCase(), all] as const,
  ),
);

/**
 * Describes how an update weakens a resource of the baseline: "raises the budget's amount from 1000 to 5000". Values
 * that are known only after the apply are not compared.
 */
export function weakenings(before: ArmResource, after: ArmResource): string[] {
  const found = BY_TYPE.get(before.type.toLowerCase()) ?? [];
  const sides = [read(before), read(after)] as const;
  return found.flatMap((weakening) => {
    try {
      return weakening(...sides);
    } catch (error) {
      if (error instanceof UnknownValueError) return [];
      throw error;
    }
  });
}
