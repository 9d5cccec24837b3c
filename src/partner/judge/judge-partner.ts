import type { PartnerFinding } from "../../findings/index.ts";
import type { CalendarDate, Partner } from "../../fleet/index.ts";
import { plain } from "../../text/wording.ts";
import type { PartnerObservations } from "../observations.ts";
import { ATTESTED } from "../register/controls.ts";
import { OBSERVED } from "../register/observed.ts";
import type { ObservedControl, PartnerControl } from "../register/partner-control.ts";
import { referencesOf } from "../register/register.ts";
import { judgeAttested } from "./attested.ts";
import type { DutyJudgement } from "./judgement.ts";
import { judgeObserved } from "./observed.ts";

/** Returns the finding of a fleet without attestations. */
export const NO_ATTESTATIONS = "partner-attestations";
const LONGEST_MESSAGE = 1000;

/**
 * Judges the fleet's records and the observations by the duties of the partner. Free of side effects. Duties that do
 * not apply to the partner's role are left out. Without any `attestations` in the fleet, the attested duties are one
 * finding: thirty findings without an attestation would hide the others.
 *
 * @param observations the answers of Microsoft's APIs; missing answers are `unknown`
 */
export function judgePartner(
  partner: Partner,
  today: CalendarDate,
  observations: PartnerObservations = {},
): PartnerFinding[] {
  const findings = judgeEachDuty(partner, today, observations);
  if (partner.attestations !== undefined) return findings;
  const seen = new Set<string>(
    (observations.sightings ?? []).flatMap(({ duty, state }) =>
      state === "met" || state === "not-met" ? [duty] : [],
    ),
  );
  const known = findings.filter(({ control, kind }) => kind === "observed" || seen.has(control));
  return [...known, nothingAttested(partner, findings.length - known.length)];
}

/** The same with a finding for each attested duty, even without attestations. */
export function judgeEachDuty(
  partner: Partner,
  today: CalendarDate,
  observations: PartnerObservations = {},
): PartnerFinding[] {
  const isAsked = ({ appliesTo }: PartnerControl) => appliesTo.includes(partner.role);
  return [
    ...OBSERVED.filter((one) => isAsked(one) && isWanted(one, partner, observations)).map((control) => {
      return findingOf(control, judgeObserved(control, partner, today, observations));
    }),
    ...ATTESTED.filter(isAsked).map((control) => {
      const sighting = observations.sightings?.find(({ duty }) => duty === control.id);
      return findingOf(control, judgeAttested(control, partner, today, sighting));
    }),
  ];
}

/** Returns whether an optional control is switched on, by the fleet or by an observation. */
function isWanted(
  { optional }: ObservedControl,
  partner: Partner,
  { webhookJournal }: PartnerObservations,
): boolean {
  if (optional === undefined || partner[optional] !== undefined) return true;
  return optional === "webhook" && webhookJournal !== undefined;
}

function findingOf(
  { id, kind, severity }: PartnerControl,
  { message, ...rest }: DutyJudgement,
): PartnerFinding {
  // Reasons may contain external text.
  const text = plain(message, LONGEST_MESSAGE);
  return { control: id, kind, severity, ...rest, message: text, references: referencesOf(id) };
}

function nothingAttested(partner: Partner, duties: number): PartnerFinding {
  return {
    control: NO_ATTESTATIONS,
    kind: "attested",
    severity: "high",
    status: "fail",
    message: `partner.yaml has no attestations: the state of ${duties} duties that only a person can attest is unknown`,
    fix: "csp-baseline partner register shows them; record the first with csp-baseline partner attest",
    location: partner.locate([]),
    references: [],
  };
}
