import type { Attestation, CalendarDate, Partner } from "../../fleet/index.ts";
import type { AttestedControl } from "../register/partner-control.ts";
import { type DutyJudgement, inDays, standingOf } from "./judgement.ts";

/** What the fleet's attestation of a duty comes to; without one the duty fails. */
export function judgeAttested(
  control: AttestedControl,
  partner: Partner,
  today: CalendarDate,
): DutyJudgement {
  const attestation = partner.attestations?.find((one) => one.control === control.id);
  if (attestation === undefined) {
    return {
      status: "fail",
      message: "nobody has ever attested it",
      fix: `see to it, then run ${attestCommand(control.id)}`,
      location: partner.locate(["attestations"]),
    };
  }
  return { ...judged(attestation, control, today), location: attestation.position() };
}

function judged(attestation: Attestation, control: AttestedControl, today: CalendarDate): DutyJudgement {
  const { on, owner, validDays = control.validDays } = attestation;
  const { daysLeft, due, state } = standingOf(on, validDays, today);
  const seen = `${owner} attested it on ${on}`;
  const fix = `look again, then run ${attestCommand(control.id)}`;
  if (state === "overdue")
    return { status: "fail", message: `${seen}, which was good until ${due}, ${inDays(daysLeft)}`, fix, due };
  const message = `${seen}, which is good until ${due}`;
  if (state === "due")
    return { status: "pass", message: `${message}, ${inDays(daysLeft)}`, fix, due, warning: true };
  return { status: "pass", message, due };
}

function attestCommand(control: string): string {
  return `csp-baseline partner attest ${control}`;
}
