import { appendFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { AzureFailure } from "../../../azure/failure.ts";
import { quote } from "../../../fleet/echo.ts";
import { suggestion } from "../../../fleet/find.ts";
import type { Fleet } from "../../../fleet/index.ts";
import { type FleetAlert, joinFleet, judgeAlerts } from "../../../partner/alerts.ts";
import { type AlertsSource, alertsReport } from "../../../partner/alerts-report.ts";
import { connectPartnerCenter, connectPartnerGraph } from "../../../partner/connect.ts";
import {
  getAlert,
  investigateAlert,
  listAlerts,
  type PartnerAlert,
  REASONS,
  resolveAlert,
} from "../../../partner/graph/alerts.ts";
import type { Graph } from "../../../partner/graph/graph.ts";
import { listFraudEvents } from "../../../partner/partner-center/fraud-events.ts";
import { responseTime, responseTimeText } from "../../../partner/response-time.ts";
import { watchAlerts } from "../../../partner/watch.ts";
import { messageOf } from "../../../text/error-message.ts";
import { plain } from "../../../text/wording.ts";
import { type Console, counted, note } from "../../console.ts";
import { CommandError, EXIT, type ExitCode } from "../../exit-codes.ts";
import type { FleetOptions } from "../../fleet-input.ts";
import { openFleet } from "../../fleet-input.ts";
import { untilStopped } from "../../sandbox/child-command.ts";
import { type Confirm, onTerminal } from "../confirm.ts";
import { asking, type Connection, connectOptions, failureText, notForResellers } from "../input.ts";
import { alertFilter } from "./filter.ts";
import { showAlert, showAlerts, showJudgement } from "./table.ts";

export interface AlertsOptions extends FleetOptions {
  /** `list`, `show`, `investigate` or `resolve`. @default "list" */
  readonly action?: string;
  /** The alert to show, investigate or resolve. */
  readonly id?: string;
  readonly reason?: string;
  /** The older fraud events, read only. */
  readonly legacy?: boolean;
  /** Seconds between two readings; true for the default. */
  readonly watch?: string | true;
  /** Only open ones: active, or under investigation. */
  readonly active?: boolean;
  /** A note for the record. */
  readonly note?: string;
  /** A file to which actions are appended, as JSON Lines. */
  readonly record?: string;
  /** Key, tenant or display name. */
  readonly customer?: string;
  /** The tenant of an indirect reseller. */
  readonly reseller?: string;
  /** `YYYY-MM-DD`: only alerts that were detected on this day or later. */
  readonly since?: string;
  /** Write without confirmation. */
  readonly yes?: boolean;
  /** @default "human" */
  readonly format?: "human" | "json";
}

/** Replaced only in tests. */
export interface AlertsWorld {
  readonly confirm?: Confirm;
  readonly stopped?: () => Promise<void>;
  /** Waits between two readings. */
  readonly pause?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly connection?: Connection;
}

const WATCH_SECONDS = 300;
const LEAST_WATCH_SECONDS = 10;
const READ = "PartnerSecurity.Read.All";
const WRITE = "PartnerSecurity.ReadWrite.All";

/** The input of every step. */
interface Run {
  readonly fleet: Fleet;
  readonly options: AlertsOptions;
  readonly console: Console;
  readonly world: AlertsWorld;
  readonly isWanted: (alert: FleetAlert) => boolean;
}

/**
 * `csp-baseline partner alerts`: shows Microsoft's alerts of the customers' subscriptions, and changes their states.
 */
export async function alerts(
  options: AlertsOptions,
  console: Console,
  world: AlertsWorld = {},
): Promise<ExitCode> {
  const { action = "list", id } = options;
  const seconds = watchSeconds(options);
  if (action === "resolve" || action === "investigate") {
    if (options.legacy) throw invalid(`--legacy reads only: ${action} by Graph's id of the alert`);
    if (action === "resolve") reasonOf(options);
  }
  if (options.note !== undefined && options.record === undefined) {
    throw invalid("--note needs --record FILE: Microsoft's API keeps no notes");
  }
  if (action !== "list" && id === undefined) {
    throw invalid(`partner alerts ${action} needs the id of an alert`);
  }
  const fleet = openFleet(options, console, "keep");
  if (fleet === undefined) return EXIT.invalid;
  if (options.legacy) notForResellers(fleet, "Partner Center's API");
  const run: Run = { fleet, options, console, world, isWanted: alertFilter(options, fleet) };
  if (action === "investigate") return await investigate(run, id ?? "");
  if (action === "show") return await show(run, id ?? "");
  if (action === "resolve") return await resolve(run, id ?? "");
  return seconds === undefined ? await list(run) : await watch(run, seconds);
}

async function list(run: Run): Promise<ExitCode> {
  const read = await reader(run);
  const found = await asking(...askedOf(run.options), read);
  print(found, run);
  const status = exitCodeOf(found, run.console);
  if (isWhole(run.options)) note(run.console, responseTimeText(responseTime(found, run.console.now())));
  return status;
}

/** Whether all alerts are listed: a part of them has no average that Microsoft would measure. */
function isWhole({ active, customer, legacy, reseller, since }: AlertsOptions): boolean {
  return !active && !legacy && [customer, reseller, since].every((filter) => filter === undefined);
}

async function show(run: Run, id: string): Promise<ExitCode> {
  const alert = await find(run, id);
  const { console, options } = run;
  if (options.format === "json") {
    const report = alertsReport([alert], sourceOf(options), console.now());
    console.out(JSON.stringify(report.alerts[0], null, 2));
  } else showAlert(alert, console);
  return EXIT.ok;
}

async function resolve(run: Run, id: string): Promise<ExitCode> {
  const reason = reasonOf(run.options);
  const alert = await find(run, id);
  if (alert.status === "resolved") {
    const how = `${alert.resolvedReason ?? "without a reason"}${alert.resolvedOn === undefined ? "" : `, ${alert.resolvedOn}`}`;
    run.console.out(`already resolved: ${plain(how, 200)}; nothing was written`);
    return EXIT.ok;
  }
  return change(run, alert, {
    question: `Resolve this alert as ${reason}?`,
    done: `resolved as ${reason}`,
    write: (graph) => resolveAlert(graph, id, reason),
    record: { status: "resolved", reason },
  });
}

async function investigate(run: Run, id: string): Promise<ExitCode> {
  const alert = await find(run, id);
  if (alert.status !== "active") {
    run.console.out(`it is ${plain(alert.status, 40)} already; nothing was written`);
    return EXIT.ok;
  }
  return change(run, alert, {
    question: "Set this alert to investigating? It stays open until it is resolved.",
    done: "set to investigating: it stays open until it is resolved",
    write: (graph) => investigateAlert(graph, id),
    record: { status: "investigating" },
  });
}

/** The confirmed change, and the function that writes it. */
interface Change {
  readonly question: string;
  readonly done: string;
  readonly write: (graph: Graph) => Promise<void>;
  readonly record: object;
}

async function change(
  run: Run,
  alert: FleetAlert,
  { done, question, record, write }: Change,
): Promise<ExitCode> {
  const { console, options, world } = run;
  const confirm = options.yes ? undefined : (world.confirm ?? onTerminal());
  if (confirm !== undefined) {
    showAlert(alert, console);
    if (!(await confirm(question))) {
      note(console, "nothing was written");
      return EXIT.ok;
    }
  }
  await asking("Microsoft Graph", WRITE, async () =>
    orNone(alert.id, write(await connectPartnerGraph(connection(run)))),
  );
  console.out(done);
  if (options.record !== undefined) {
    const { alertType, id, subscriptionId } = alert;
    const note = options.note ?? null;
    const entry = { at: console.now().toISOString(), alert: id, alertType, subscriptionId, ...record, note };
    try {
      appendFileSync(options.record, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
    } catch (error) {
      throw new CommandError(
        `${done}, and cannot write ${options.record}: ${messageOf(error)}`,
        EXIT.outside,
      );
    }
  }
  return EXIT.ok;
}

async function watch(run: Run, seconds: number): Promise<ExitCode> {
  const { console, options, world } = run;
  const read = await reader(run);
  const stop = new AbortController();
  const ended = (world.stopped ?? untilStopped)().then(() => stop.abort());
  const pause = world.pause ?? interruptible;
  note(console, `reading every ${counted(seconds, "second")} until Ctrl-C`);
  const last = await watchAlerts({
    read,
    signal: stop.signal,
    pause: (signal) => pause(seconds * 1000, signal),
    onChange: (changed, all) => print(options.format === "json" ? all : changed, run, "line"),
    onFailure: (error) => {
      if (!(error instanceof AzureFailure)) throw error;
      console.err(failureText(...askedOf(options), error));
    },
  });
  await ended;
  return last === undefined ? EXIT.outside : exitCodeOf(last, console);
}

/** Ctrl-C ends the wait and the command. */
async function interruptible(milliseconds: number, signal: AbortSignal): Promise<void> {
  await delay(milliseconds, undefined, { signal }).catch(() => undefined);
}

/** Reads all matching alerts, each time anew. */
async function reader(run: Run): Promise<() => Promise<FleetAlert[]>> {
  const { console, fleet, options } = run;
  const connect = async (): Promise<() => Promise<PartnerAlert[]>> => {
    if (options.legacy) {
      const partnerCenter = await connectPartnerCenter(connection(run), "user");
      return () => listFraudEvents(partnerCenter, { active: options.active === true });
    }
    const graph = await connectPartnerGraph(connection(run));
    return () => listAlerts(graph, { open: options.active === true });
  };
  const read = await asking(...askedOf(options), connect);
  return async () => joinFleet(await read(), fleet, console.now()).filter(run.isWanted);
}

async function find(run: Run, id: string): Promise<FleetAlert> {
  const { console, fleet, options } = run;
  if (options.legacy) {
    const all = await asking(...askedOf(options), await reader(run));
    const found = all.find((alert) => alert.id.toLowerCase() === id.toLowerCase());
    if (found === undefined) throw noAlert(id);
    return found;
  }
  const alert = await asking("Microsoft Graph", READ, async () =>
    orNone(id, getAlert(await connectPartnerGraph(connection(run)), id)),
  );
  const [joined] = joinFleet([alert], fleet, console.now());
  if (joined === undefined) throw noAlert(id);
  return joined;
}

async function orNone<Found>(id: string, asked: Promise<Found>): Promise<Found> {
  try {
    return await asked;
  } catch (error) {
    throw error instanceof AzureFailure && error.status === 404 ? noAlert(id) : error;
  }
}

function noAlert(id: string): CommandError {
  return invalid(`there is no alert ${JSON.stringify(id.slice(0, 100))}; partner alerts lists them`);
}

function invalid(message: string): CommandError {
  return new CommandError(message, EXIT.invalid);
}

function connection({ console, fleet, world }: Run) {
  return connectOptions(fleet, console, world.connection);
}

function print(found: readonly FleetAlert[], { console, options }: Run, layout?: "line"): void {
  if (options.format !== "json") {
    showAlerts(found, console);
    return;
  }
  const report = alertsReport(found, sourceOf(options), console.now(), isWhole(options));
  console.out(layout === "line" ? JSON.stringify(report) : JSON.stringify(report, null, 2));
}

function exitCodeOf(found: readonly FleetAlert[], console: Console): ExitCode {
  const judgement = judgeAlerts(found, console.now());
  showJudgement(judgement, console);
  return judgement.status === "pass" ? EXIT.ok : EXIT.findings;
}

function sourceOf({ legacy }: AlertsOptions): AlertsSource {
  return legacy ? "fraud-events" : "graph";
}

function askedOf({ legacy }: AlertsOptions): [service: string, permission: string] {
  return legacy ? ["Partner Center", "the role Admin agent"] : ["Microsoft Graph", READ];
}

function reasonOf({ reason }: AlertsOptions): (typeof REASONS)[number] {
  const found = REASONS.find((known) => known === reason);
  if (found !== undefined) return found;
  const got = reason === undefined ? "nothing" : `${quote(reason)}${suggestion(reason, REASONS)}`;
  throw new CommandError(`--reason must be one of ${REASONS.join(", ")}, got ${got}`, EXIT.invalid);
}

function watchSeconds({ action = "list", watch: given }: AlertsOptions): number | undefined {
  if (given === undefined) return undefined;
  if (action !== "list") throw new CommandError("--watch needs the list of alerts", EXIT.invalid);
  const seconds = given === true ? WATCH_SECONDS : Number(given);
  if (Number.isInteger(seconds) && seconds >= LEAST_WATCH_SECONDS && seconds <= 86_400) return seconds;
  throw new CommandError(
    `--watch must be seconds from ${LEAST_WATCH_SECONDS} to 86400, got ${JSON.stringify(given)}`,
    EXIT.invalid,
  );
}
