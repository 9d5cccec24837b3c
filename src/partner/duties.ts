import type { PartnerFinding } from "../findings/index.ts";
import type { CalendarDate, Partner } from "../fleet/index.ts";
import { judgeEachDuty } from "./judge/judge-partner.ts";
import { requirementOf } from "./judge/requirements.ts";
import { isUnread, type PartnerObservations } from "./observations.ts";

/** The schema's name in `csp-baseline partner duties --format json`. */
export const DUTIES_SCHEMA = "csp-baseline/partner-duties/v1";

/**
 * The source of a duty's result. `seen`: an API decides. `attested`: a person attests it, and the attestation is valid.
 * `open`: neither.
 */
export type DutyWitness = "seen" | "attested" | "open";

export interface Duty {
  readonly control: string;
  readonly witness: DutyWitness;
  readonly finding: PartnerFinding;
  /** The least permissions of the API; empty if no API shows the duty. */
  readonly permissions: readonly string[];
  /** Why the API was not read; null if it was, or there is none. */
  readonly notSeen: string | null;
}

/** The data that a permission of the score's API gives access to. */
const OF_THE_SCORE: readonly string[] = ["PartnerSecurity.Read.All"];

/** Returns every duty with its source. Unread data is never `seen`. Free of side effects. */
export function duties(partner: Partner, today: CalendarDate, observations: PartnerObservations): Duty[] {
  return judgeEachDuty(partner, today, observations).map((finding) => {
    const { control, kind, message, status } = finding;
    const sighting = observations.sightings?.find(({ duty }) => duty === control);
    if (kind === "observed") {
      const unseen = control === CONTACT ? contactUnseen(observations) : undefined;
      const notSeen = unseen ?? (status === "unknown" ? message.replace(/^not observed: /, "") : null);
      const witness = notSeen === null ? "seen" : status === "pass" ? "attested" : "open";
      return { control, finding, witness, permissions: OF_THE_SCORE, notSeen };
    }
    const isDecided = sighting?.state === "met" || sighting?.state === "not-met";
    return {
      control,
      finding,
      witness: isDecided ? "seen" : status === "pass" ? "attested" : "open",
      permissions: sighting?.permissions ?? [],
      notSeen: sighting?.state === "unread" ? sighting.message : null,
    };
  });
}

const CONTACT = "partner-security-contact";

/** The fleet's own record of the contact is an attestation. Returns why the score's requirement was not read. */
function contactUnseen(observations: PartnerObservations): string | undefined {
  const requirement =
    observations.securityContactProvided ?? requirementOf(observations, "securityContactProvided");
  if (requirement === undefined) return "Microsoft Graph was not read";
  return isUnread(requirement) ? requirement.unread : undefined;
}
