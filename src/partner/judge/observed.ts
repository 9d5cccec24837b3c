import type { CalendarDate, ObservedControlId, Partner } from "../../fleet/index.ts";
import {
  isUnread,
  type ObservedRequirement,
  type PartnerObservations,
  type Unread,
} from "../observations.ts";
import type { ObservedControl } from "../register/partner-control.ts";
import { judgeCostVisibility } from "./cost-visibility.ts";
import type { DutyJudgement } from "./judgement.ts";
import { requirementOf } from "./requirements.ts";
import { judgeSecurityContact } from "./security-contact.ts";
import { judgeWebhook } from "./webhook.ts";

/** Microsoft's limit for a prompt answer. https://learn.microsoft.com/partner-center/security/security-requirements */
const PROMPT_HOURS = 24;
const NEEDED =
  "give the reader PartnerSecurity.Read.All in the partner's tenant, and run csp-baseline partner";

type Judge = (partner: Partner, today: CalendarDate, observations: PartnerObservations) => DutyJudgement;

/** Judges a duty that an API shows. */
export function judgeObserved(control: ObservedControl, ...input: Parameters<Judge>): DutyJudgement {
  const [partner] = input;
  return { location: partner.locate(["partner"]), ...JUDGES[control.id](...input) };
}

const JUDGES: Readonly<Record<ObservedControlId, Judge>> = {
  "partner-security-contact": judgeSecurityContact,
  "partner-security-score": (_, __, { score }) => {
    if (score === undefined || isUnread(score)) return notObserved(score, "score");
    const message = `the score is ${score.current} of ${score.max}${asOf(score.refreshed)}`;
    if (score.current >= score.max) return { status: "pass", message };
    return {
      status: "fail",
      message,
      fix: "meet the requirements with missing points: csp-baseline partner score lists them",
    };
  },
  "partner-admin-mfa": byRequirement("mfaEnforcedForAdmins"),
  "partner-customer-admin-mfa": byRequirement("mfaEnforcedForAdminsOfCustomers"),
  "partner-customer-budgets": byRequirement("spendingBudgetSetForCustomerAzureSubscriptions"),
  "partner-alerts-answered": (_, __, observations) => {
    const { alerts } = observations;
    const requirement = requirementOf(observations, "securityAlertsPromptlyResolved");
    const late = alerts === undefined || isUnread(alerts) ? undefined : lateAlerts(alerts);
    if (late !== undefined) return late;
    if (requirement !== undefined && !isUnread(requirement) && requirement.status === "noncompliant")
      return met("securityAlertsPromptlyResolved", requirement);
    if (alerts === undefined || isUnread(alerts)) {
      const isTold = requirement !== undefined && !isUnread(requirement);
      return isTold
        ? met("securityAlertsPromptlyResolved", requirement)
        : notObserved(alerts ?? requirement, "alerts");
    }
    const open = alerts.active === 0 ? "no alert is" : `${alerts.active} active, none of them`;
    return { status: "pass", message: `${open} unanswered for more than ${PROMPT_HOURS} hours` };
  },
  "partner-webhook": (partner, _, observations) => judgeWebhook(partner, observations),
  "cost-visibility": (partner, _, observations) => judgeCostVisibility(partner, observations),
};

function lateAlerts({
  active,
  oldestActiveHours = 0,
  overdue = 0,
}: Exclude<PartnerObservations["alerts"], Unread | undefined>): DutyJudgement | undefined {
  if (overdue === 0 && oldestActiveHours <= PROMPT_HOURS) return undefined;
  const many =
    overdue > 0
      ? `${overdue} of ${active} active alerts ${overdue === 1 ? "is" : "are"}`
      : `of ${active} active alerts the oldest is`;
  const oldest = oldestActiveHours > 0 ? ` (${Math.floor(oldestActiveHours)} hours)` : "";
  return {
    status: "fail",
    message: `${many} unanswered for more than ${PROMPT_HOURS} hours${oldest}`,
    fix: "investigate and resolve them: csp-baseline partner alerts lists them",
  };
}

function byRequirement(type: string): Judge {
  return (_, __, observations) => {
    const requirement = requirementOf(observations, type);
    if (requirement === undefined || isUnread(requirement)) return notObserved(requirement, "score");
    return met(type, requirement);
  };
}

function met(type: string, { score, maxScore, status, updated }: ObservedRequirement): DutyJudgement {
  const points = score === undefined || maxScore === undefined ? "" : `, ${score} of ${maxScore} points`;
  const statement = (words: string) => `the score says that ${type} is ${words}${points}${asOf(updated)}`;
  if (status === "compliant") return { status: "pass", message: statement("met") };
  if (status === "noncompliant")
    return {
      status: "fail",
      message: statement("not met"),
      fix: "follow the requirement's link in Partner Center > Security requirements",
    };
  return { status: "unknown", message: statement("something this version does not know") };
}

function notObserved(observation: Unread | undefined, verb: "score" | "alerts"): DutyJudgement {
  const reason = observation === undefined ? "Microsoft Graph was not read" : observation.unread;
  return { status: "unknown", message: `not observed: ${reason}`, fix: `${NEEDED} ${verb}` };
}

function asOf(day: CalendarDate | undefined): string {
  return day === undefined ? "" : ` as of ${day}`;
}
