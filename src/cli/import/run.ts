import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import {
  type ChangedFile,
  changedFiles,
  type ExportedFleet,
  type ExportedRows,
  type ImportPlan,
  joinExports,
  loadWith,
  NO_TENANT,
  type Proposals,
  planImport,
  proposalsOf,
  readExportRows,
  readLiveEvidence,
} from "../../adopt/import/index.ts";
import { signIns } from "../../audit/index.ts";
import { ExportFileError } from "../../evidence/arm/export-text.ts";
import { ArmExports } from "../../evidence/arm/index.ts";
import type { Evidence } from "../../evidence/index.ts";
import type { Fleet, Problem } from "../../fleet/index.ts";
import { exportFiles } from "../audit/files.ts";
import { readEndpoints } from "../azure-endpoints.ts";
import type { Console } from "../console.ts";
import { CommandError, EXIT, type ExitCode } from "../exit-codes.ts";
import { writeAllWhole } from "../files.ts";
import { type FleetOptions, fleetFolder, readFleet, today } from "../fleet-input.ts";
import { showProblems, textsWith } from "../problems.ts";
import { type ImportReport, importRefusedJson, showImport } from "./report.ts";

export interface ImportOptions extends FleetOptions {
  /** Exported lists of subscriptions and of customers. */
  readonly files: readonly string[];
  /** A list of only customers, for their names. */
  readonly customersFrom?: string;
  /** Files, and folders of files, with the subscriptions' resources in Azure. */
  readonly from?: readonly string[];
  /** Reads the subscriptions' security contacts and budgets from Azure. */
  readonly live?: boolean;
  readonly dryRun?: boolean;
  readonly format?: "human" | "json";
}

/** `csp-baseline import`: adds subscriptions and customers from exports to the fleet. */
export async function importFleet(options: ImportOptions, console: Console): Promise<ExitCode> {
  if (options.live && options.from !== undefined) {
    throw new CommandError("--live and --from cannot be combined: use one", EXIT.invalid);
  }
  const folder = fleetFolder(options, console);
  const isThere = existsSync(join(folder, "partner.yaml"));
  if (isThere && !options.dryRun) mkdirSync(join(folder, "customers"), { recursive: true });
  const loaded = readFleet({ fleet: folder }, console);
  if ("problems" in loaded) {
    refuse(loaded.problems, [], options, console);
    if (!isThere)
      console.err(
        "import adds to an existing fleet: create its partner.yaml first, which no export contains",
      );
    return EXIT.invalid;
  }
  const { fleet } = loaded;
  const exported = readExports(options);
  const bare = planImport(fleet, exported);
  const merged = loadMerged(folder, changesOf(folder, bare), options, console);
  if (merged === undefined) return EXIT.invalid;

  const proposals = await proposalsFor(merged, bare, options, console);
  const plan = planImport(fleet, exported, (id) => proposals.get(id)?.values ?? []);
  const files = changesOf(folder, plan);
  // Azure's values may violate a rule together with the customer's file.
  if (proposals.size > 0 && loadMerged(folder, files, options, console) === undefined) return EXIT.invalid;
  if (!options.dryRun) {
    writeAllWhole(files.map(({ before, name, text }) => ({ path: join(folder, name), text, before })));
  }
  const report: ImportReport = { folder, plan, files, proposals, exported, dryRun: options.dryRun === true };
  showImport(report, options.format ?? "human", console);
  return plan.leftOut.some(({ reason }) => reason === NO_TENANT) ? EXIT.findings : EXIT.ok;
}

/** @throws {CommandError} when a file of the fleet cannot be edited automatically */
function changesOf(folder: string, plan: ImportPlan): readonly ChangedFile[] {
  const { files, obstacles } = changedFiles(folder, plan);
  if (obstacles.length === 0) return files;
  const lines = obstacles.map(({ file, message }) => `${file}: ${message}`);
  throw new CommandError(`${lines.join("\n")}\nnothing was written`, EXIT.invalid);
}

function loadMerged(
  folder: string,
  files: readonly ChangedFile[],
  options: ImportOptions,
  console: Console,
): Fleet | undefined {
  const merged = loadWith(folder, files, { today: today(console) });
  if (merged.ok) return merged.fleet;
  refuse(merged.problems, files, options, console);
  return undefined;
}

function refuse(
  problems: readonly Problem[],
  files: readonly ChangedFile[],
  { format }: ImportOptions,
  console: Console,
): void {
  if (format === "json") console.out(importRefusedJson(problems));
  else showProblems(problems, console, { consequence: "nothing was written", textOf: textsWith(files) });
}

/** @throws {CommandError} when a file cannot be read, or no file contains a subscription */
function readExports({ customersFrom, files }: ImportOptions): ExportedFleet {
  const rows = (paths: readonly string[]): ExportedRows[] => paths.map(rowsOf);
  const exported = joinExports(rows(files), rows(customersFrom === undefined ? [] : [customersFrom]));
  if (exported.subscriptions.length > 0 || exported.customers.size > 0) return exported;
  throw new CommandError(`there is nothing to import: ${exported.complaints.join("; ")}`, EXIT.invalid);
}

/** An incomplete list would result in an incomplete fleet: one unreadable file ends the import. */
function rowsOf(file: string): ExportedRows {
  try {
    return readExportRows(file);
  } catch (error) {
    if (!(error instanceof ExportFileError)) throw error;
    const line = error.line === undefined ? "" : `:${error.line}`;
    throw new CommandError(`${file}${line}: ${error.message}`, EXIT.invalid);
  }
}

/** Returns Azure's resources of each new or known subscription; empty if not requested. */
async function proposalsFor(
  fleet: Fleet,
  plan: ImportPlan,
  options: ImportOptions,
  console: Console,
): Promise<Map<string, Proposals>> {
  const ids = [
    ...[...plan.customers, ...plan.extensions].flatMap(({ subscriptions }) =>
      subscriptions.map(({ id }) => id),
    ),
    ...plan.known.map(({ id }) => id),
  ];
  const evidence = await evidenceOf(fleet, ids, options, console);
  const found = new Map<string, Proposals>();
  for (const id of ids) {
    const [one, subscription] = [evidence?.(id), fleet.subscription(id)];
    if (one !== undefined && subscription !== undefined)
      found.set(id, proposalsOf(one, subscription.baseline));
  }
  return found;
}

async function evidenceOf(
  fleet: Fleet,
  ids: readonly string[],
  { from, live }: ImportOptions,
  console: Console,
): Promise<((id: string) => Evidence | undefined) | undefined> {
  if (from !== undefined) {
    const exports = new ArmExports();
    for (const file of exportFiles(from)) exports.add(file);
    for (const { file, message } of exports.problems) console.err(`${file}: ${message}`);
    return (id) => (exports.subscriptions.has(id) ? exports.evidence(id) : undefined);
  }
  if (!live) return undefined;
  const read = await readLive(fleet, ids, console);
  return (id) => read.get(id);
}

/**
 * @throws {CommandError} when nothing of any subscription can be read: new entries would silently lack existing values
 */
async function readLive(
  fleet: Fleet,
  ids: readonly string[],
  console: Console,
): Promise<Map<string, Evidence>> {
  const endpoints = readEndpoints(console);
  const read = await readLiveEvidence(fleet, ids, await signIns(fleet, { endpoints, env: console.env }));
  const failures = [...read.values()].flatMap(({ resources, unreadable = [] }) =>
    resources.length === 0 && unreadable.length > 1 ? [unreadable[0]?.reason ?? ""] : [],
  );
  if (failures.length === 0 || failures.length < read.size) return read;
  throw new CommandError(
    `Azure could not be read: ${failures[0]}; nothing was written. run csp-baseline doctor to check sign-in and roles`,
    EXIT.outside,
  );
}
