import { setTimeout as delay } from "node:timers/promises";
import { AzureFailure } from "../../audit/azure/failure.ts";
import type { Fleet } from "../../inventory/index.ts";
import { type FleetAlert, joinFleet, judgeAlerts } from "../../partner/alerts.ts";
import { type AlertsSource, alertsReport } from "../../partner/alerts-report.ts";
import { connectPartnerCenter, connectPartnerGraph } from "../../partner/connect.ts";
import {
  getAlert,
  listAlerts,
  type PartnerAlert,
  REASONS,
  resolveAlert,
} from "../../partner/graph/alerts.ts";
import { listFraudEvents } from "../../partner/partner-center/fraud-events.ts";
import { watchAlerts } from "../../partner/watch.ts";
import { type Console, counted } from "../console.ts";
import { CommandError, EXIT, type ExitCode } from "../exit-codes.ts";
import type { FleetOptions } from "../fleet-input.ts";
import { untilStopped } from "../sandbox-command.ts";
import { showAlert, showAlerts, showJudgement } from "./alerts-table.ts";
import { type Confirm, onTerminal } from "./confirm.ts";
import { asking, connectOptions, failureText, partnerFleet } from "./input.ts";

export interface AlertsOptions extends FleetOptions {
  /** `list`, `show` or `resolve`. @default "list" */
  readonly action?: string;
  /** Of the alert to show or resolve. */
  readonly id?: string;
  readonly reason?: string;
  /** The older fraud events, read only. */
  readonly legacy?: boolean;
  /** Seconds between two readings; true for the default. */
  readonly watch?: string | true;
  readonly active?: boolean;
  /** Write without asking. */
  readonly yes?: boolean;
  /** @default "human" */
  readonly format?: "human" | "json";
}

/** What only tests replace. */
export interface AlertsWorld {
  readonly confirm?: Confirm;
  readonly stopped?: () => Promise<void>;
}

const WATCH_SECONDS = 300;
const LEAST_WATCH_SECONDS = 10;
const READ = "PartnerSecurity.Read.All";
const WRITE = "PartnerSecurity.ReadWrite.All";

/** `csp-baseline partner alerts`: what Microsoft has seen in the customers' subscriptions, and whether somebody answered. */
export async function alerts(
  options: AlertsOptions,
  console: Console,
  world: AlertsWorld = {},
): Promise<ExitCode> {
  const action = options.action ?? "list";
  const every = watchSeconds(options);
  if (action !== "list" && options.id === undefined) {
    throw new CommandError(`partner alerts ${action} needs the id of an alert`, EXIT.invalid);
  }
  if (action === "resolve" && options.legacy) {
    throw new CommandError("--legacy reads only: resolve by Graph's id of the alert", EXIT.invalid);
  }
  if (action === "resolve") reasonOf(options);
  const fleet = partnerFleet(options, console);
  if (fleet === undefined) return EXIT.invalid;
  if (action === "list") {
    return every === undefined
      ? await list(fleet, options, console)
      : await watch(fleet, options, console, every, world.stopped ?? untilStopped);
  }
  return action === "show"
    ? await show(fleet, options, console)
    : await resolve(fleet, options, console, options.yes ? undefined : (world.confirm ?? onTerminal()));
}

async function list(fleet: Fleet, options: AlertsOptions, console: Console): Promise<ExitCode> {
  const read = await reader(fleet, options, console);
  const found = await asking(...askedOf(options), read);
  print(found, options, console);
  return exitCodeOf(found, console);
}

async function show(fleet: Fleet, options: AlertsOptions, console: Console): Promise<ExitCode> {
  const alert = await find(fleet, options, console);
  if (options.format === "json") {
    const report = alertsReport([alert], sourceOf(options), console.now());
    console.out(JSON.stringify(report.alerts[0], null, 2));
  } else showAlert(alert, console);
  return EXIT.ok;
}

async function resolve(
  fleet: Fleet,
  options: AlertsOptions,
  console: Console,
  confirm: Confirm | undefined,
): Promise<ExitCode> {
  const reason = reasonOf(options);
  if (confirm !== undefined) {
    const alert = await find(fleet, options, console);
    showAlert(alert, console);
    if (!(await confirm(`Resolve this alert as ${reason}?`))) {
      console.err("nothing was written");
      return EXIT.ok;
    }
  }
  const graph = await asking("Microsoft Graph", WRITE, () =>
    connectPartnerGraph(connectOptions(fleet, console)),
  );
  await asking("Microsoft Graph", WRITE, () => resolveAlert(graph, options.id ?? "", reason));
  console.out(`resolved as ${reason}`);
  return EXIT.ok;
}

async function watch(
  fleet: Fleet,
  options: AlertsOptions,
  console: Console,
  seconds: number,
  stopped: () => Promise<void>,
): Promise<ExitCode> {
  const read = await reader(fleet, options, console);
  const stop = new AbortController();
  const ended = stopped().then(() => stop.abort());
  console.err(`looking every ${counted(seconds, "second")} until Ctrl-C`);
  const last = await watchAlerts({
    read,
    signal: stop.signal,
    // Ctrl-C ends the wait, and the program.
    pause: (signal) => delay(seconds * 1000, undefined, { signal }).catch(() => undefined),
    onChange: (changed, all) => print(options.format === "json" ? all : changed, options, console, "line"),
    onFailure: (error) => {
      if (!(error instanceof AzureFailure)) throw error;
      console.err(failureText(...askedOf(options), error));
    },
  });
  await ended;
  return last === undefined ? EXIT.outside : exitCodeOf(last, console);
}

/** Reads all alerts that are wanted, each time anew. */
async function reader(
  fleet: Fleet,
  options: AlertsOptions,
  console: Console,
): Promise<() => Promise<FleetAlert[]>> {
  const active = { active: options.active === true };
  const connect = async (): Promise<() => Promise<PartnerAlert[]>> => {
    if (options.legacy) {
      const partnerCenter = await connectPartnerCenter(connectOptions(fleet, console), "user");
      return () => listFraudEvents(partnerCenter, active);
    }
    const graph = await connectPartnerGraph(connectOptions(fleet, console));
    return () => listAlerts(graph, active);
  };
  const read = await asking(...askedOf(options), connect);
  return async () => joinFleet(await read(), fleet, console.now());
}

async function find(fleet: Fleet, options: AlertsOptions, console: Console): Promise<FleetAlert> {
  const { id = "", legacy } = options;
  const none = () =>
    new CommandError(
      `there is no alert ${JSON.stringify(id.slice(0, 100))}; partner alerts lists them`,
      EXIT.invalid,
    );
  if (legacy) {
    const all = await asking(...askedOf(options), await reader(fleet, options, console));
    const found = all.find((alert) => alert.id.toLowerCase() === id.toLowerCase());
    if (found === undefined) throw none();
    return found;
  }
  const alert = await asking("Microsoft Graph", READ, async () => {
    try {
      return await getAlert(await connectPartnerGraph(connectOptions(fleet, console)), id);
    } catch (error) {
      if (error instanceof AzureFailure && error.status === 404) throw none();
      throw error;
    }
  });
  const [joined] = joinFleet([alert], fleet, console.now());
  if (joined === undefined) throw none();
  return joined;
}

function print(
  found: readonly FleetAlert[],
  options: AlertsOptions,
  console: Console,
  layout?: "line",
): void {
  if (options.format !== "json") {
    showAlerts(found, console);
    return;
  }
  const report = alertsReport(found, sourceOf(options), console.now());
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

function askedOf({ legacy }: AlertsOptions): [whom: string, permission: string] {
  return legacy ? ["Partner Center", "the role Admin agent"] : ["Microsoft Graph", READ];
}

function reasonOf({ reason }: AlertsOptions): (typeof REASONS)[number] {
  const found = REASONS.find((known) => known === reason);
  if (found !== undefined) return found;
  const got = reason === undefined ? "nothing" : JSON.stringify(reason.slice(0, 40));
  throw new CommandError(`--reason must be of ${REASONS.join(", ")}, got ${got}`, EXIT.invalid);
}

function watchSeconds({ action = "list", watch: given }: AlertsOptions): number | undefined {
  if (given === undefined) return undefined;
  if (action !== "list") throw new CommandError("--watch goes with the list of alerts only", EXIT.invalid);
  const seconds = given === true ? WATCH_SECONDS : Number(given);
  if (Number.isInteger(seconds) && seconds >= LEAST_WATCH_SECONDS && seconds <= 86_400) return seconds;
  throw new CommandError(
    `--watch takes seconds from ${LEAST_WATCH_SECONDS} to 86400, got ${JSON.stringify(given)}`,
    EXIT.invalid,
  );
}
