export { judgeEachDuty, judgePartner, NO_ATTESTATIONS } from "./judge/judge-partner.ts";
export type { PartnerObservations } from "./observations.ts";
export { ATTESTED, PARTNER_CONTROLS, partnerControlById } from "./register/controls.ts";
export type { PartnerControl } from "./register/partner-control.ts";
export { referencesOf } from "./register/register.ts";
