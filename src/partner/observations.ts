import type { CalendarDate } from "../fleet/index.ts";
import type { Sighting } from "./sightings/sighting.ts";

/*
 * The answers of Microsoft's APIs about the partner's own tenant. All members are optional, and independent of their
 * source: verbs that read the APIs fill them in, and judging reads them.
 */

/** Something that was asked for and not told: `missing permission PartnerSecurity.Read.All`. One line for a person. */
export interface Unread {
  readonly unread: string;
}

/** Whether a requirement of the partner security score is met; `unknown` for words that this version does not know. */
type RequirementStatus = "compliant" | "noncompliant" | "unknown";

/**
 * One requirement of the score.
 * https://learn.microsoft.com/graph/api/resources/partner-security-securityrequirement
 */
export interface ObservedRequirement {
  /** As Graph names it: `mfaEnforcedForAdmins`. Types that the register does not know are passed over. */
  readonly type: string;
  /** Graph's `complianceStatus`, of which `noncomplaint` (so spelled) is one value. */
  readonly status: RequirementStatus;
  /** Points; left out where Graph leaves it out. */
  readonly score?: number;
  readonly maxScore?: number;
  /** The UTC day on which Graph says that it last looked. */
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
  /** The UTC day on which Graph last refreshed it. */
  readonly refreshed?: CalendarDate;
}

/**
 * Partner security alerts that are open: active or under investigation, without test alerts.
 * https://learn.microsoft.com/graph/api/resources/partner-security-partnersecurityalert
 */
export interface ObservedAlerts {
  /** How many are open. */
  readonly active: number;
  /** Hours since the oldest of them was detected; left out where there is none. */
  readonly oldestActiveHours?: number;
  /** Those that are open for more than 24 hours, which is what the programme asks for. @default judged by the oldest */
  readonly overdue?: number;
}

/** Where Partner Center posts events. */
export interface ObservedRegistration {
  /** The registered address without its query; undefined where none is registered. */
  readonly address: string | undefined;
  readonly events: readonly string[];
}

/** What the journal of the receiver holds. */
export interface ObservedJournal {
  /** Events that reached no receiver and are not tried any more. */
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
  /** Keys of customers of which it could not be read. */
  readonly notRead: readonly string[];
}

/** Everything that was asked. A member that is left out was not asked for; one that failed says so. */
export interface PartnerObservations {
  /** The score's requirement `securityContactProvided`, where it alone was read. @default that of `requirements` */
  readonly securityContactProvided?: Omit<ObservedRequirement, "type"> | Unread;
  readonly score?: ObservedScore | Unread;
  readonly requirements?: readonly ObservedRequirement[] | Unread;
  readonly alerts?: ObservedAlerts | Unread;
  readonly webhookRegistration?: ObservedRegistration | Unread;
  readonly webhookJournal?: ObservedJournal | Unread;
  readonly costVisibility?: ObservedCostVisibility | Unread;
  /** What APIs show of duties that a person attests otherwise. */
  readonly sightings?: readonly Sighting[];
}

/** Whether something was asked for in vain. */
export function isUnread(observation: object): observation is Unread {
  return "unread" in observation;
}
