import { CONTACT_AND_ALERTS } from "./contact-and-alerts.ts";
import { DEVICES_AND_MONITORING } from "./devices-and-monitoring.ts";
import { IDENTITY } from "./identity.ts";
import { INCIDENTS } from "./incidents.ts";
import { OBSERVED } from "./observed.ts";
import type { AttestedControl, PartnerControl } from "./partner-control.ts";

/** The duties that a person attests, by theme. */
export const ATTESTED: readonly AttestedControl[] = [
  ...CONTACT_AND_ALERTS,
  ...IDENTITY,
  ...DEVICES_AND_MONITORING,
  ...INCIDENTS,
];

/** All duties of the partner, in the order of findings and pages: observed ones first. */
export const PARTNER_CONTROLS: readonly PartnerControl[] = [...OBSERVED, ...ATTESTED];

/** Returns the duty with this id: `leavers-removed`. */
export function partnerControlById(id: string): PartnerControl | undefined {
  return PARTNER_CONTROLS.find((control) => control.id === id);
}
