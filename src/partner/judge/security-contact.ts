import type { CalendarDate, Partner } from "../../fleet/index.ts";
import { isUnread, type ObservedRequirement, type PartnerObservations } from "../observations.ts";
import { QUARTER } from "../register/partner-control.ts";
import { type DutyJudgement, inDays, standingOf } from "./judgement.ts";
import { requirementOf } from "./requirements.ts";

const FIELDS = ["firstName", "lastName", "email", "phone"] as const;
const ATTEST = "csp-baseline partner attest partner-security-contact";

/**
 * Judges the contact in Partner Center by two sources. The fleet contains the contact and the date of the last
 * comparison with Partner Center, which is valid for {@link QUARTER} days. Microsoft Graph shows whether there is a
 * contact, but not which.
 */
export function judgeSecurityContact(
  partner: Partner,
  today: CalendarDate,
  observations: PartnerObservations,
): DutyJudgement {
  const recorded = judgeRecord(partner, today);
  const seen = observations.securityContactProvided ?? requirementOf(observations, "securityContactProvided");
  if (seen === undefined || isUnread(seen) || seen.status === "unknown") {
    const reason = seen !== undefined && isUnread(seen) ? `: ${seen.unread}` : "";
    return {
      ...recorded,
      message: `${recorded.message}; Microsoft Graph did not show whether there is one${reason}`,
    };
  }
  return seen.status === "compliant" ? ifProvided(recorded, seen) : ifMissing(recorded, seen);
}

type Seen = Omit<ObservedRequirement, "type">;

function ifProvided(recorded: DutyJudgement, seen: Seen): DutyJudgement {
  if (recorded.status === "pass")
    return { ...recorded, message: `${recorded.message}; ${graphSays(seen)} that there is one` };
  return { ...recorded, message: `${graphSays(seen)} that there is one, but ${recorded.message}` };
}

function ifMissing(recorded: DutyJudgement, seen: Seen): DutyJudgement {
  const { due: _, warning: __, ...rest } = recorded;
  const link = recorded.status === "pass" ? "but" : "and";
  return {
    ...rest,
    status: "fail",
    message: `${graphSays(seen)} that Partner Center has no security contact, ${link} ${recorded.message}`,
    fix: `enter it in Partner Center (csp-baseline partner contact has the steps), then run ${ATTEST}`,
  };
}

function graphSays({ updated }: Seen): string {
  return updated === undefined ? "Microsoft Graph says" : `Microsoft Graph says (as of ${updated})`;
}

/** Judges only by the fleet. */
function judgeRecord(partner: Partner, today: CalendarDate): DutyJudgement {
  const { securityContact: contact } = partner;
  const fail = (message: string, fix: string, ...path: string[]): DutyJudgement => {
    return { status: "fail", message, fix, location: partner.locate(["partner", ...path]) };
  };
  if (contact === undefined) {
    return fail(
      "the fleet does not record the security contact",
      "write it into partner.securityContact of partner.yaml",
    );
  }
  const missing = FIELDS.filter((field) => contact[field] === undefined);
  if (missing.length > 0) {
    return fail(
      `the fleet's record of the security contact lacks ${missing.join(", ")}`,
      "complete partner.securityContact of partner.yaml",
      "securityContact",
    );
  }
  const { verified } = contact;
  const fix = `compare it with Partner Center (csp-baseline partner contact has the steps), then run ${ATTEST}`;
  if (verified === undefined) {
    return fail("the fleet's record has not been compared with Partner Center", fix, "securityContact");
  }
  const { daysLeft, due, state } = standingOf(verified.on, QUARTER, today);
  const seen = `${verified.by} compared the fleet's record with Partner Center on ${verified.on}`;
  const location = partner.locate(["partner", "securityContact", "verified"]);
  if (state === "overdue")
    return {
      status: "fail",
      message: `${seen}, which was valid until ${due}, ${inDays(daysLeft)}`,
      fix,
      due,
      location,
    };
  const message = `${seen}, which is valid until ${due}`;
  if (state === "good") return { status: "pass", message, due, location };
  return { status: "pass", message: `${message}, ${inDays(daysLeft)}`, fix, due, warning: true, location };
}
