import { createInterface } from "node:readline/promises";
import { AzureFailure } from "../../../azure/failure.ts";
import { REASONS } from "../../../partner/graph/alerts.ts";
import { withAction } from "../../../partner/incident/gather.ts";
import type { MeasureName } from "../../../partner/incident/measure-names.ts";
import {
  MEASURE,
  type MeasureContext,
  MeasureError,
  type Plan,
} from "../../../partner/incident/measures/index.ts";
import type { Incident } from "../../../partner/incident/report.ts";
import { subjectOf } from "../../../partner/incident/subject.ts";
import { plain } from "../../../text/wording.ts";
import { CommandError, EXIT, type ExitCode } from "../../exit-codes.ts";
import { type IncidentRun, invalid, keep, keptIncident } from "./kept.ts";

/**
 * Takes or undoes one measure: shows the changes, asks for the name of the subscription, and records the result in the
 * timeline, even if it failed.
 */
export async function carryOut(run: IncidentRun, name: MeasureName, isUndo: boolean): Promise<ExitCode> {
  const { console } = run;
  const kept = keptIncident(run);
  if (kept === undefined)
    throw invalid(`there is no timeline in ${run.folder}: first run it without --do, to keep a record`);
  const measure = MEASURE[name];
  const planned = isUndo ? measure.undo : measure.plan;
  if (planned === undefined) throw invalid(`${name} cannot be undone`);
  const plan = await planning(() => planned(contextOf(run, kept)));
  for (const line of plan.lines) console.out(plain(line, 500));
  if (plan.run === undefined) {
    console.out("nothing was done");
    return EXIT.ok;
  }
  if (!(await isConfirmed(run, kept, `${isUndo ? "undo " : ""}${name}`))) {
    console.err("that is not its name: nothing was done");
    return EXIT.invalid;
  }
  const {
    details,
    outcome,
    removed = [],
  } = await plan.run().catch((error: unknown) => {
    if (!(error instanceof AzureFailure)) throw error;
    return { outcome: "failed" as const, details: [error.message], removed: [] };
  });
  const action = {
    at: console.now().toISOString(),
    measure: name,
    undo: isUndo,
    outcome,
    details: [...details],
    removed,
  };
  keep(run, withAction(kept, action));
  for (const line of details) console.out(plain(line, 500));
  console.out(`${isUndo ? "undo " : ""}${name}: ${outcome}; it is in ${run.folder}`);
  if (outcome === "failed") return EXIT.outside;
  return outcome === "partly" ? EXIT.findings : EXIT.ok;
}

function contextOf(run: IncidentRun, incident: Incident): MeasureContext {
  const { options } = run;
  const known = subjectOf(run.fleet, run.subscriptionId);
  const tenant =
    known.customerTenantId ?? options.customer?.toLowerCase() ?? incident.subscription.customerTenantId;
  const reason = REASONS.find((one) => one === options.reason);
  if (options.reason !== undefined && reason === undefined)
    throw invalid(`--reason must be of ${REASONS.join(", ")}`);
  return {
    fleet: run.fleet,
    subject: { ...known, customerTenantId: tenant ?? undefined },
    incident,
    connections: run.connections,
    reason,
    only: options.only,
  };
}

async function planning(plan: () => Promise<Plan>): Promise<Plan> {
  try {
    return await plan();
  } catch (error) {
    if (error instanceof MeasureError) throw invalid(error.message);
    if (error instanceof AzureFailure) throw new CommandError(error.message, EXIT.outside);
    throw error;
  }
}

/**
 * Returns whether the name of the subscription was entered, or given with `--confirm`: a plain yes is entered too
 * easily.
 */
async function isConfirmed({ options, world }: IncidentRun, kept: Incident, what: string): Promise<boolean> {
  const { id, name } = kept.subscription;
  const question = `To ${what}, type the name of the subscription (${name === id ? "its id" : `of ${kept.subscription.customer}`}): `;
  const given = options.confirm ?? (await (world.ask ?? onTerminal)(question));
  return given.trim() === name;
}

async function onTerminal(question: string): Promise<string> {
  if (!process.stdin.isTTY || !process.stderr.isTTY)
    throw invalid(
      "this writes, and needs a terminal to ask on: add --confirm with the name of the subscription",
    );
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
}
