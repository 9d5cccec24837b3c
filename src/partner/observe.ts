import { type AzureFailure, azureFailure } from "../azure/failure.ts";
import { type CalendarDate, parseCalendarDate } from "../fleet/index.ts";
import { HOURS_TO_ANSWER, hoursUnanswered, isOpen } from "./alerts.ts";
import { type ConnectPartnerOptions, connectPartnerGraph } from "./connect.ts";
import { listAlerts, type PartnerAlert } from "./graph/alerts.ts";
import type { Graph } from "./graph/graph.ts";
import { readScore, type SecurityRequirement, type SecurityScore } from "./graph/score.ts";
import type { ObservedAlerts, ObservedRequirement, PartnerObservations, Unread } from "./observations.ts";

export interface ObservePartnerOptions extends ConnectPartnerOptions {
  readonly now: Date;
  /** @default - a new connection */
  readonly graph?: Graph;
}

/**
 * Reads the partner's security score and alerts from Microsoft Graph. Failures of Microsoft or the network are
 * returned, not thrown.
 * @throws {EndpointError} when the environment names an address without TLS
 */
export async function observePartner(options: ObservePartnerOptions): Promise<PartnerObservations> {
  const graph = options.graph ?? (await connectPartnerGraph(options));
  const [alerts, score] = await Promise.all([
    orUnread(async () => observedAlerts(await listAlerts(graph, { open: true }), options.now)),
    orUnread(() => readScore(graph)),
  ]);
  return { alerts, ...("unread" in score ? { score, requirements: score } : observedScore(score)) };
}

async function orUnread<Found>(read: () => Promise<Found>): Promise<Found | Unread> {
  try {
    return await read();
  } catch (error) {
    return { unread: reasonOf(azureFailure(error)) };
  }
}

function reasonOf({ message, status }: AzureFailure): string {
  return status === 403 ? `missing permission PartnerSecurity.Read.All: ${message}` : message;
}

function observedAlerts(alerts: readonly PartnerAlert[], now: Date): ObservedAlerts | Unread {
  const active = alerts.filter(isOpen);
  const hours = active.map((alert) => hoursUnanswered(alert, now));
  const known = hours.filter((one) => one !== undefined);
  const overdue = known.filter((one) => one > HOURS_TO_ANSWER).length;
  // An alert without a date may be overdue.
  if (overdue === 0 && known.length < active.length) return { unread: "an open alert without a date" };
  return {
    active: active.length,
    ...(known.length === 0 ? {} : { oldestActiveHours: Math.max(...known) }),
    overdue,
  };
}

function observedScore({
  currentScore,
  maxScore,
  refreshed,
  requirements,
}: SecurityScore): Pick<PartnerObservations, "score" | "requirements"> {
  const day = dayOf(refreshed);
  return {
    score:
      maxScore > 0
        ? { current: currentScore, max: maxScore, ...(day === undefined ? {} : { refreshed: day }) }
        : { unread: "a score without a maximum" },
    requirements: requirements.map(observedRequirement),
  };
}

function observedRequirement(requirement: SecurityRequirement): ObservedRequirement {
  const { compliant, maxScore, requirementType, score } = requirement;
  const updated = dayOf(requirement.updated);
  return {
    type: requirementType,
    status: compliant === undefined ? "unknown" : compliant ? "compliant" : "noncompliant",
    ...(score === undefined ? {} : { score }),
    ...(maxScore === undefined ? {} : { maxScore }),
    ...(updated === undefined ? {} : { updated }),
  };
}

function dayOf(instant: string | undefined): CalendarDate | undefined {
  return instant === undefined
    ? undefined
    : parseCalendarDate(new Date(Date.parse(instant)).toISOString().slice(0, 10));
}
