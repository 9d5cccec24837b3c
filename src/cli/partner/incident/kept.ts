import { chmodSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Fleet } from "../../../fleet/index.ts";
import type { Connections } from "../../../partner/incident/connections.ts";
import { customerLetter } from "../../../partner/incident/customer-letter.ts";
import type { MeasureName } from "../../../partner/incident/measure-names.ts";
import { type Incident, readIncident } from "../../../partner/incident/report.ts";
import { runbook } from "../../../partner/incident/runbook.ts";
import { timelinePage } from "../../../partner/incident/timeline-page.ts";
import type { Console } from "../../console.ts";
import { CommandError, EXIT } from "../../exit-codes.ts";
import { writeWhole } from "../../files.ts";
import type { Connection, PartnerOptions } from "../input.ts";

export interface IncidentOptions extends PartnerOptions {
  readonly subscription: string;
  readonly alert?: string;
  /** `YYYY-MM-DD` */
  readonly since?: string;
  /** A tenant. */
  readonly customer?: string;
  /** @default incidents/<subscription id> */
  readonly folder?: string;
  readonly do?: MeasureName;
  readonly undo?: MeasureName;
  readonly only?: readonly string[];
  readonly reason?: string;
  /** The name of the subscription. @default - entered on the terminal */
  readonly confirm?: string;
}

/** Replaced only in tests. */
export interface IncidentWorld {
  /** Asks for one line. */
  readonly ask?: (question: string) => Promise<string>;
  readonly connection?: Connection;
}

/** The input of every step. */
export interface IncidentRun {
  readonly fleet: Fleet;
  readonly subscriptionId: string;
  readonly folder: string;
  readonly connections: Connections;
  readonly options: IncidentOptions;
  readonly console: Console;
  readonly world: IncidentWorld;
}

const TIMELINE = "timeline.json";

/** Writes the folder. Only its owner can read it, because it contains people and their actions. */
export function keep(run: IncidentRun, found: Incident): void {
  const { console, fleet, folder, options } = run;
  const isNew = !existsSync(folder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (isNew) chmodSync(folder, 0o700);
  const subscription = fleet.subscription(run.subscriptionId);
  const customer =
    subscription?.customer ?? fleet.customers.find(({ key }) => key === found.subscription.customer);
  const phone =
    fleet.partner.securityContact?.phone ?? subscription?.baseline.contacts.security.phone ?? undefined;
  if (phone === undefined)
    console.err("the text for the customer has no phone number: set partner.securityContact.phone");
  const letter = customerLetter(found, fleet.partner.name, customer?.language ?? "en", phone);
  writeWhole(join(folder, TIMELINE), `${JSON.stringify(found, null, 2)}\n`);
  writeWhole(join(folder, "timeline.md"), timelinePage(found));
  writeWhole(join(folder, "runbook.md"), runbook(found, { fleet: options.fleet, folder }));
  writeWhole(join(folder, "customer-text.md"), letter);
}

/**
 * Reads the data of an earlier run; undefined if there is none. @throws {CommandError} when it belongs to another
 * incident
 */
export function keptIncident({ folder, subscriptionId }: IncidentRun): Incident | undefined {
  const path = join(folder, TIMELINE);
  if (!existsSync(path)) return undefined;
  const kept = readIncident(parsed(path));
  if (kept === undefined)
    throw invalid(`${path} is not a timeline of an incident: move it away, or use another --folder`);
  if (kept.subscription.id !== subscriptionId)
    throw invalid(`${path} is about ${kept.subscription.id}: use another --folder`);
  return kept;
}

function parsed(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

export function invalid(message: string): CommandError {
  return new CommandError(message, EXIT.invalid);
}
