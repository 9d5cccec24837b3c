export type { DefenderPlan } from "../../constructs/defender-plan-names.ts";
export { daysBetween } from "../text/days.ts";
export type { AccessControlId, EligibleRole } from "./access.ts";
export type { Access } from "./access-schema.ts";
export { type AttestationInput, parseAttestation, parseVerification } from "./attestation-input.ts";
export { attestableComplaint, MAX_VALID_DAYS } from "./attested-control.ts";
export { addDays, type CalendarDate, parseCalendarDate } from "./calendar.ts";
export type { ControlRules } from "./control-rules.ts";
export type { CustomParameter, CustomParameters } from "./custom-parameters.ts";
export type * from "./fleet.ts";
export { freezeOn } from "./freezes.ts";
export { type FolderOptions, type LoadResult, loadFleetFolder } from "./load.ts";
export { PACK_NAMES, type PackName } from "./pack-names.ts";
export {
  ATTESTED_CONTROLS,
  type AttestedControlId,
  OBSERVED_CONTROLS,
  type ObservedControlId,
  type PartnerControlId,
} from "./partner-control-ids.ts";
export { formatPosition, type Position } from "./position.ts";
export { formatProblem, type Problem } from "./problem.ts";
export type { DeclaringProvider } from "./provider.ts";
export type { CustomerKey, Email, Phone, StartMonth, SubscriptionId, TenantId } from "./scalars.ts";
export type { Backend, CustomerLanguage } from "./schema.ts";
