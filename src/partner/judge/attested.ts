import type { Attestation, CalendarDate, Partner } from "../../fleet/index.ts";
import type { AttestedControl } from "../register/partner-control.ts";
import type { Sighting } from "../sightings/sighting.ts";
import { type DutyJudgement, inDays, standingOf } from "./judgement.ts";

/**
 * Judges an attested duty: the decision of an API takes precedence over the fleet's attestation, without which the duty
 * fails.
 * @param sighting the API's result; undefined if it was not read
 */
export function judgeAttested(
  control: AttestedControl,
  partner: Partner,
  today: CalendarDate,
  sighting?: Sighting,
): DutyJudgement {
  const attestation = judgeAttestation(control, partner, today);
  switch (sighting?.state) {
    case "met":
      return { status: "pass", message: `seen: ${sighting.message}` };
    case "not-met":
      return {
        status: "fail",
        message: `seen: ${sighting.message}${attestation.status === "pass" ? `; yet ${attestation.message}` : ""}`,
        fix: "fulfil the duty: csp-baseline partner register shows the steps",
        ...(attestation.location === undefined ? {} : { location: attestation.location }),
      };
    case "nothing-against":
      return { ...attestation, message: `${attestation.message}; seen: ${sighting.message}` };
    default:
      return attestation;
  }
}

function judgeAttestation(control: AttestedControl, partner: Partner, today: CalendarDate): DutyJudgement {
  const attestation = partner.attestations?.find((one) => one.control === control.id);
  if (attestation === undefined) {
    return {
      status: "fail",
      message: "it was never attested",
      fix: `fulfil it, then run ${attestCommand(control.id)}`,
      location: partner.locate(["attestations"]),
    };
  }
  return { ...judged(attestation, control, today), location: attestation.position() };
}

function judged(attestation: Attestation, control: AttestedControl, today: CalendarDate): DutyJudgement {
  const { on, owner, validDays = control.validDays } = attestation;
  const { daysLeft, due, state } = standingOf(on, validDays, today);
  const seen = `${owner} attested it on ${on}`;
  const fix = `verify it again, then run ${attestCommand(control.id)}`;
  if (state === "overdue")
    return {
      status: "fail",
      message: `${seen}, which was valid until ${due}, ${inDays(daysLeft)}`,
      fix,
      due,
    };
  const message = `${seen}, which is valid until ${due}`;
  if (state === "due")
    return { status: "pass", message: `${message}, ${inDays(daysLeft)}`, fix, due, warning: true };
  return { status: "pass", message, due };
}

function attestCommand(control: string): string {
  return `csp-baseline partner attest ${control}`;
}
