import type { CalendarDate } from "../fleet/index.ts";
import type { Sighting } from "./sightings/sighting.ts";

/*
 * The answers of Microsoft's APIs about the partner's own tenant. All members are optional, and independent of their
 * source: verbs that read the APIs fill them in, and judging reads them.
 */

/** A failed request: `missing permission PartnerSecurity.Read.All`. One line of text. */
export interface Unread {
  readonly unread: string;
}

/** Whether a requirement of the partner security score is met; `unknown` for values that this version does not know. */
type RequirementStatus = "compliant" | "noncompliant" | "unknown";

/**
 * One requirement of the score.
 * https://learn.microsoft.com/graph/api/resources/partner-security-securityrequirement
 */
export interface ObservedRequirement {
  /** As Graph names it: `mfaEnforcedForAdmins`. Types that the register does not know are ignored. */
  readonly type: string;
  /** Graph's `complianceStatus`, of which `noncomplaint` (so spelled) is one value. */
  readonly status: RequirementStatus;
  /** Points; undefined if Graph omits them. */
  readonly score?: number;
  readonly maxScore?: number;
  /** The UTC day of Graph's last evaluation. */
  readonly updated?: CalendarDate;
}

/**
 * The partner security score.
 * https://learn.microsoft.com/graph/api/resources/partner-security-partnersecurityscore
 */
interface ObservedScore {
  readonly current: number;
  /** Above zero. */
  readonly max: number;
  /** The UTC day of Graph's last refresh. */
  readonly refreshed?: CalendarDate;
}

/**
 * Partner security alerts that are open: active or under investigation, without test alerts.
 * https://learn.microsoft.com/graph/api/resources/partner-security-partnersecurityalert
 */
export interface ObservedAlerts {
  /** The number of open alerts. */
  readonly active: number;
  /** Hours since the oldest of them was detected; undefined if there is none. */
  readonly oldestActiveHours?: number;
  /** Alerts that are open for more than 24 hours, the limit of the program. @default - judged by the oldest */
  readonly overdue?: number;
}

/** The registration of the webhook in Partner Center. */
export interface ObservedRegistration {
  /** The registered address without its query; undefined if none is registered. */
  readonly address: string | undefined;
  readonly events: readonly string[];
}

/** The content of the receiver's journal. */
export interface ObservedJournal {
  /** Events that reached no receiver and are not retried. */
  readonly dead: number;
  readonly pending: number;
  /** Files that cannot be read. */
  readonly unreadable: number;
}

/** Whether users of the customers see their costs. */
export interface ObservedCostVisibility {
  readonly customers: number;
  /** Keys of customers whose costs are hidden. */
  readonly hidden: readonly string[];
  /** Keys of customers whose setting could not be read. */
  readonly notRead: readonly string[];
}

/** All results. A member is undefined if it was not requested; a failed request has its reason. */
export interface PartnerObservations {
  /** The score's requirement `securityContactProvided`, if only it was read. @default - that of `requirements` */
  readonly securityContactProvided?: Omit<ObservedRequirement, "type"> | Unread;
  readonly score?: ObservedScore | Unread;
  readonly requirements?: readonly ObservedRequirement[] | Unread;
  readonly alerts?: ObservedAlerts | Unread;
  readonly webhookRegistration?: ObservedRegistration | Unread;
  readonly webhookJournal?: ObservedJournal | Unread;
  readonly costVisibility?: ObservedCostVisibility | Unread;
  /** Results of APIs for duties that a person otherwise attests. */
  readonly sightings?: readonly Sighting[];
}

/** Returns whether a request failed. */
export function isUnread(observation: object): observation is Unread {
  return "unread" in observation;
}
