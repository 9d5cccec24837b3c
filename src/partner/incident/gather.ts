import { AzureFailure } from "../../azure/failure.ts";
import type { Fleet } from "../../fleet/index.ts";
import { isGuid } from "../../text/guid.ts";
import { getAlert, listAlerts, type PartnerAlert } from "../graph/alerts.ts";
import { listEntitlements } from "../partner-center/entitlements.ts";
import { type Caller, type ReadActivity, readActivity } from "./activity.ts";
import { Asked } from "./asked.ts";
import { listArm, newAssignments, newResources, readCost, runningDeployments } from "./azure-state.ts";
import type { Connections } from "./connections.ts";
import { contactsOf } from "./contacts.ts";
import { MOST_USERS, readDirectoryAudits, readSignIns } from "./directory.ts";
import { actionEntry, alertEntries, alertOf, inOrder, resourceEntry } from "./entries.ts";
import { INCIDENT_SCHEMA, type Incident, type TimelineEntry } from "./report.ts";
import { type Subject, subjectOf } from "./subject.ts";

export interface GatherOptions {
  readonly fleet: Fleet;
  readonly subscriptionId: string;
  readonly connections: Connections;
  readonly now: Date;
  /** The alert that started it. @default - every open one of the subscription */
  readonly alertId?: string;
  /** @default - a week before the first alert, or two weeks */
  readonly since?: Date;
  /** The tenant of a customer that neither the fleet nor an alert contains. */
  readonly customerTenantId?: string;
  /** Earlier measures. @default - none */
  readonly actions?: Incident["actions"];
}

const DAY = 24 * 3600 * 1000;
/** Azure keeps its activity log for 90 days. */
const KEPT_DAYS = 89;

/**
 * Reads the data that a person needs first. It writes nothing in Azure. Unreadable sources are in `sources`, with the
 * permission that they need: failures of Microsoft or the network do not throw.
 */
export async function gatherIncident(options: GatherOptions): Promise<Incident> {
  const { connections, fleet, now, subscriptionId } = options;
  const id = subscriptionId.toLowerCase();
  const asked = new Asked();
  const alerts = await asked.read(
    "alerts",
    [],
    () => alertsOf(options, id),
    (found) => found.length,
  );
  const known = subjectOf(fleet, id, alerts);
  const subject = { ...known, customerTenantId: known.customerTenantId ?? options.customerTenantId };
  const since = sinceOf(options, alerts);
  const [activity, resources, assignments, deployments, cost, audits, entitlements] = await Promise.all([
    asked.read(
      "activity-log",
      NO_ACTIVITY,
      () => activityOf(asked, connections, subject, since, now),
      countOf,
    ),
    asked.read("resources", [], async () =>
      newResources(await inAzure(asked, connections, subject, "resources"), since),
    ),
    asked.read("role-assignments", [], async () =>
      newAssignments(await inAzure(asked, connections, subject, "role-assignments"), id, since),
    ),
    asked.read("deployments", [], async () =>
      runningDeployments(await inAzure(asked, connections, subject, "deployments")),
    ),
    asked.read(
      "costs",
      null,
      async () => readCost(await connections.arm(subject), id, since, now),
      (one) => (one === null ? 0 : one.days.length),
    ),
    asked.read("directory-audits", [], async () => auditsOf(asked, connections, subject, since)),
    asked.read("entitlements", [], async () => entitlementsOf(connections, subject)),
  ]);
  const signIns = await asked.read("sign-ins", [], () =>
    signInsOf(asked, connections, subject, activity.callers, since),
  );
  const timeline = [
    ...alerts.flatMap(alertEntries),
    ...activity.entries,
    ...resources.map(resourceEntry),
    ...audits,
    ...signIns,
    ...(options.actions ?? []).map(actionEntry),
  ];
  return {
    schema: INCIDENT_SCHEMA,
    generatedAt: now.toISOString(),
    since: since.toISOString(),
    subscription: {
      id,
      name: subject.name,
      managed: subject.subscription !== undefined,
      customer: subject.customer?.key ?? null,
      customerName: subject.customer?.displayName ?? null,
      customerTenantId: subject.customerTenantId ?? null,
    },
    sources: asked.sources(),
    alerts: alerts.map(alertOf),
    timeline: inOrder(timeline),
    newRoleAssignments: assignments,
    runningDeployments: deployments,
    newResources: resources.map((one) => one.id),
    accounts: activity.callers.map(({ user }) => user),
    cost,
    contacts: contactsOf(fleet.partner, subject),
    entitlements,
    actions: options.actions ?? [],
  };
}

/** Adds a measure to the timeline. */
export function withAction(incident: Incident, action: Incident["actions"][number]): Incident {
  return {
    ...incident,
    timeline: inOrder([...incident.timeline, actionEntry(action)]),
    actions: [...incident.actions, action],
  };
}

const NO_ACTIVITY: ReadActivity = { entries: [], callers: [] };

async function alertsOf({ alertId, connections, fleet }: GatherOptions, id: string): Promise<PartnerAlert[]> {
  const graph = await connections.graph(fleet.partner.tenantId);
  if (alertId === undefined)
    return (await listAlerts(graph, { open: true })).filter((alert) => alert.subscriptionId === id);
  const alert = await getAlert(graph, alertId);
  if (alert.subscriptionId === id) return [alert];
  throw new AzureFailure(`the alert is about another subscription: ${alert.subscriptionId ?? "none"}`);
}

function sinceOf({ now, since }: GatherOptions, alerts: readonly PartnerAlert[]): Date {
  const times = alerts.map((alert) => Date.parse(alert.firstObserved ?? alert.detected ?? ""));
  const known = times.filter((time) => Number.isFinite(time));
  const first = known.length === 0 ? now.getTime() - 14 * DAY : Math.min(...known) - 7 * DAY;
  return new Date(Math.max(since?.getTime() ?? first, now.getTime() - KEPT_DAYS * DAY));
}

const LISTS = {
  resources: "/resources?api-version=2021-04-01&$expand=createdTime",
  "role-assignments": "/providers/Microsoft.Authorization/roleAssignments?api-version=2022-04-01",
  deployments: "/providers/Microsoft.Resources/deployments?api-version=2021-04-01",
} as const;

async function inAzure(
  asked: Asked,
  connections: Connections,
  subject: Subject,
  name: keyof typeof LISTS,
): Promise<readonly unknown[]> {
  const arm = await connections.arm(subject);
  const { isCut, items } = await listArm(arm, `/subscriptions/${subject.subscriptionId}${LISTS[name]}`);
  if (isCut) asked.limit(name, `there are more than ${items.length}: the others were not read`);
  return items;
}

async function activityOf(
  asked: Asked,
  connections: Connections,
  subject: Subject,
  since: Date,
  now: Date,
): Promise<ReadActivity> {
  const filter = `eventTimestamp ge '${since.toISOString()}' and eventTimestamp le '${now.toISOString()}'`;
  const path = `/subscriptions/${subject.subscriptionId}/providers/Microsoft.Insights/eventtypes/management/values`;
  const { isCut, items } = await listArm(
    await connections.arm(subject),
    `${path}?api-version=2015-04-01&$filter=${encodeURIComponent(filter)}`,
  );
  if (isCut)
    asked.limit("activity-log", `only the latest ${items.length} events were read; give a later --since`);
  return readActivity(items);
}

function countOf({ entries }: ReadActivity): number {
  return entries.length;
}

function tenantOf({ customerTenantId }: Subject): string {
  if (customerTenantId !== undefined && isGuid(customerTenantId)) return customerTenantId;
  throw new AzureFailure("the customer's tenant is unknown: pass it with --customer");
}

async function auditsOf(
  asked: Asked,
  connections: Connections,
  subject: Subject,
  since: Date,
): Promise<readonly TimelineEntry[]> {
  const { entries, isCut } = await readDirectoryAudits(await connections.graph(tenantOf(subject)), since);
  if (isCut) asked.limit("directory-audits", "only the latest 1000 entries were read");
  return entries;
}

/** Returns the home tenant of each user: the customer's unless the activity log names another. */
async function signInsOf(
  asked: Asked,
  connections: Connections,
  subject: Subject,
  callers: readonly Caller[],
  since: Date,
): Promise<readonly TimelineEntry[]> {
  if (!asked.sources().some(({ name, read }) => name === "activity-log" && read))
    asked.limit("sign-ins", "the activity log does not contain the users to read");
  if (callers.length > MOST_USERS)
    asked.limit("sign-ins", `only those of ${MOST_USERS} of ${callers.length} users were read`);
  const found: TimelineEntry[] = [];
  for (const caller of callers.slice(0, MOST_USERS)) {
    const graph = await connections.graph(caller.tenantId ?? tenantOf(subject));
    const { entries, isCut } = await readSignIns(graph, caller, since);
    if (isCut) asked.limit("sign-ins", `only the latest ${entries.length} of ${caller.user} were read`);
    found.push(...entries);
  }
  return found;
}

async function entitlementsOf(connections: Connections, subject: Subject): Promise<Incident["entitlements"]> {
  const found = await listEntitlements(await connections.partnerCenter(), tenantOf(subject));
  return found.map((one) => ({ ...one, isAffected: one.id === subject.subscriptionId }));
}
