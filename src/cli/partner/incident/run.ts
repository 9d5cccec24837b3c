import { join } from "node:path";
import { EndpointError } from "../../../azure/endpoints.ts";
import { findSubscription } from "../../../fleet/find.ts";
import { type Fleet, parseCalendarDate } from "../../../fleet/index.ts";
import { NotFoundError } from "../../../fleet/not-found.ts";
import { type Connections, connections } from "../../../partner/incident/connections.ts";
import { costText, unreadOf } from "../../../partner/incident/facts.ts";
import { gatherIncident } from "../../../partner/incident/gather.ts";
import type { Incident, SourceName } from "../../../partner/incident/report.ts";
import { isGuid } from "../../../text/guid.ts";
import { type Console, counted } from "../../console.ts";
import { EXIT, type ExitCode } from "../../exit-codes.ts";
import { openFleet } from "../../fleet-input.ts";
import { connectOptions, showJson } from "../input.ts";
import {
  type IncidentOptions,
  type IncidentRun,
  type IncidentWorld,
  invalid,
  keep,
  keptIncident,
} from "./kept.ts";
import { carryOut } from "./measure.ts";

/**
 * `csp-baseline partner incident`: gathers data, or takes one measure with `--do` or `--undo`. Returns 1 when a source
 * was not read, or a step failed, and 3 when none was read.
 */
export async function incident(
  options: IncidentOptions,
  console: Console,
  world: IncidentWorld = {},
): Promise<ExitCode> {
  if (options.do !== undefined && options.undo !== undefined)
    throw invalid("--do and --undo cannot be combined");
  const measure = options.do ?? options.undo;
  if (measure === undefined && (options.confirm ?? options.reason ?? options.only) !== undefined)
    throw invalid("--confirm, --reason and --only need --do or --undo");
  if (options.customer !== undefined && !isGuid(options.customer))
    throw invalid("--customer must be the GUID of a tenant");
  const fleet = openFleet(options, console, "keep");
  if (fleet === undefined) return EXIT.invalid;
  const subscriptionId = idOf(fleet, options.subscription);
  const folder = options.folder ?? join("incidents", subscriptionId);
  const run: IncidentRun = {
    fleet,
    subscriptionId,
    folder,
    options,
    console,
    world,
    connections: connectionsOf(fleet, console, world),
  };
  if (measure === undefined) return gather(run);
  return carryOut(run, measure, options.undo !== undefined);
}

async function gather(run: IncidentRun): Promise<ExitCode> {
  const { console, options } = run;
  const known = keptIncident(run);
  const since = sinceOf(options);
  const alertId = options.alert ?? (known?.alerts.length === 1 ? known.alerts[0]?.id : undefined);
  const tenant = options.customer?.toLowerCase() ?? known?.subscription.customerTenantId ?? undefined;
  const found = await gatherIncident({
    fleet: run.fleet,
    subscriptionId: run.subscriptionId,
    connections: run.connections,
    now: console.now(),
    actions: known?.actions ?? [],
    ...(alertId === undefined ? {} : { alertId }),
    ...(since === undefined ? {} : { since }),
    ...(tenant === undefined ? {} : { customerTenantId: tenant }),
  });
  keep(run, found);
  if (options.format === "json") showJson(found, console);
  else show(run, found);
  const unread = found.sources.filter(({ read }) => !read);
  for (const { name, permission, reason } of unread)
    console.err(`not read, or not all: ${name}: ${reason}; it needs: ${permission}`);
  if (unread.length === found.sources.length) return EXIT.outside;
  return unread.length === 0 ? EXIT.ok : EXIT.findings;
}

function show({ console, folder }: IncidentRun, found: Incident): void {
  const { alerts, cost, newResources, newRoleAssignments, runningDeployments, sources, timeline } = found;
  const amount = (source: SourceName, value: number, noun: string) => {
    if (unreadOf(found, source).length === 0) return counted(value, noun);
    return value === 0 ? `${noun}s not read` : `at least ${counted(value, noun)}`;
  };
  const read = sources.filter((one) => one.read).length;
  console.out(`${read} of ${sources.length} sources were read, from ${found.since} on`);
  console.out(
    [
      amount("alerts", alerts.length, "alert"),
      amount("resources", newResources.length, "new resource"),
      amount("role-assignments", newRoleAssignments.length, "new role assignment"),
      amount("deployments", runningDeployments.length, "running deployment"),
      cost === null ? "cost not read" : `cost ${costText(cost)}`,
    ].join(", "),
  );
  console.out(`${counted(timeline.length, "entry", "entries")} in ${join(folder, "timeline.md")}`);
  console.out(`the steps, with the commands: ${join(folder, "runbook.md")}`);
  console.out(`for the customer: ${join(folder, "customer-text.md")}`);
}

function connectionsOf(fleet: Fleet, console: Console, { connection }: IncidentWorld): Connections {
  try {
    return connections(fleet, connectOptions(fleet, console, connection));
  } catch (error) {
    if (error instanceof EndpointError) throw invalid(error.message);
    throw error;
  }
}

/** Alerts may be about subscriptions that are not in the fleet. */
function idOf(fleet: Fleet, wanted: string): string {
  try {
    return findSubscription(fleet, wanted).id;
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    if (isGuid(wanted)) return wanted.toLowerCase();
    throw invalid(error.message);
  }
}

function sinceOf({ since }: IncidentOptions): Date | undefined {
  if (since === undefined) return undefined;
  if (parseCalendarDate(since) === undefined) throw invalid("--since must be a date, YYYY-MM-DD");
  return new Date(`${since}T00:00:00Z`);
}
