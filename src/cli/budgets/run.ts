import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { loadWith } from "../../adopt/import/index.ts";
import {
  BUDGETS_SCHEMA,
  type BudgetsReport,
  checkBudget,
  FORMAT_WORDS,
  historyOf,
  type NewBudget,
  type Others,
  type PlacedBudget,
  type ProposalRules,
  placesOf,
  propose,
  type ReadFile,
  readUsageFile,
  reportedSubscription,
  type SubscriptionResult,
  spanOf,
  USUAL_RULES,
  UsageFileError,
  UsageSums,
  withBudgets,
} from "../../budgets/index.ts";
import { FleetEditError } from "../../fleet/edited-file.ts";
import type { Fleet } from "../../fleet/index.ts";
import { visible } from "../../text/visible.ts";
import { type Console, count, counted, note } from "../console.ts";
import { CommandError, EXIT, type ExitCode } from "../exit-codes.ts";
import { type FileChange, filesNamed, writeAllWhole, writeWhole } from "../files.ts";
import { type FleetOptions, fleetFolder, openFleet, today } from "../fleet-input.ts";
import { showProblems, textsWith } from "../problems.ts";
import { readSelection, type SelectionOptions, selectSubscriptions } from "../selection.ts";
import { budgetLines } from "./text.ts";

export interface BudgetsOptions extends FleetOptions, SelectionOptions {
  /** Usage files, and folders of them. */
  readonly from: readonly string[];
  /** Compares the fleet's budgets with past usage, instead of proposing others. */
  readonly check?: boolean;
  /** Writes the proposed amounts into the fleet. */
  readonly write?: boolean;
  readonly months?: string;
  readonly minMonths?: string;
  readonly percentile?: string;
  readonly margin?: string;
  /** @default "human" */
  readonly format?: "human" | "json";
  /** @default - standard output */
  readonly output?: string;
}

const USAGE_FILES = /\.(?:csv|json|jsonl|ndjson)(?:\.gz)?$|\.gz$/i;

/**
 * `csp-baseline budgets`: the past cost of subscriptions, and suitable budgets. With `--check` it returns 1 when a
 * budget would never have fired, fires each month or was exceeded, or when that is unknown.
 */
export async function budgets(options: BudgetsOptions, console: Console): Promise<ExitCode> {
  const rules = rulesOf(options);
  if (options.check && options.write)
    throw new CommandError("give --check or --write, not both", EXIT.invalid);
  const fleet = openFleet(options, console, "keep");
  if (fleet === undefined) return EXIT.invalid;
  const selected = selectSubscriptions(fleet, readSelection(options));
  const sums = new UsageSums();
  const files = await readAll(options.from, sums, console);
  const span = spanOf(sums);
  const results = selected.map((subscription): SubscriptionResult => {
    const usage = sums.subscriptions.get(subscription.id);
    const history = usage === undefined || span === undefined ? undefined : historyOf(usage, span);
    const check = checkBudget(subscription.baseline.budget, history);
    return { subscription, history, check, proposal: propose(history, rules) };
  });
  reportCurrencies(results, console);
  const unmanaged = [...sums.subscriptions.keys()]
    .filter((id) => fleet.subscription(id) === undefined)
    .sort();
  reportUnmanaged(sums, unmanaged, console);
  const written = options.write ? write(fleet, results, options, console) : [];
  if (written === undefined) return EXIT.invalid;
  const report: BudgetsReport = {
    schema: BUDGETS_SCHEMA,
    generatedAt: console.now().toISOString(),
    files: files.map((file) => ({ ...file })),
    covers: span ?? null,
    subscriptions: results.map(reportedSubscription),
    unassigned: sumsOf(sums.unassigned),
    credits: sumsOf(sums.credits),
    unmanaged,
    written: [...written],
  };
  const text =
    options.format === "json"
      ? JSON.stringify(report, null, 2)
      : budgetLines(results, options.check === true, console).join("\n");
  if (options.output === undefined) console.out(text);
  else writeWhole(options.output, `${text}\n`);
  return options.check && results.some(({ check }) => check.status !== "fits") ? EXIT.findings : EXIT.ok;
}

async function readAll(
  from: readonly string[],
  sums: UsageSums,
  console: Console,
): Promise<readonly ReadFile[]> {
  const files = filesNamed(from, { file: (name) => USAGE_FILES.test(name) });
  if (files.length === 0) {
    throw new CommandError(`no *.csv, *.json, *.jsonl or *.gz file in ${from.join(", ")}`, EXIT.invalid);
  }
  const read: ReadFile[] = [];
  for (const [index, file] of files.entries()) {
    console.progress(`${count(index)} of ${counted(files.length, "file")}`);
    try {
      read.push(await readUsageFile(file, sums));
    } catch (error) {
      if (error instanceof UsageFileError)
        throw new CommandError(`${visible(file)}: ${error.message}`, EXIT.invalid);
      throw error;
    }
  }
  console.progress("");
  const formats = new Set(read.map(({ format }) => FORMAT_WORDS[format]));
  const lines = read.reduce((sum, one) => sum + one.lines, 0);
  note(console, `${counted(lines, "line")} of ${counted(read.length, "file")}: ${[...formats].join("; ")}`);
  return read;
}

function reportCurrencies(results: readonly SubscriptionResult[], console: Console): void {
  for (const { history, subscription } of results) {
    const { currency } = subscription.baseline.budget;
    if (history?.currency === undefined || currency === undefined || currency === history.currency) continue;
    console.err(
      `${subscription.customer.key}/${subscription.name}: the fleet has a budget in ${currency}, and its usage is in ${history.currency}`,
    );
  }
}

function reportUnmanaged(sums: UsageSums, unmanaged: readonly string[], console: Console): void {
  for (const { amount, currency, lines } of sumsOf(sums.credits)) {
    console.err(
      `${counted(lines, "line")} with a negative cost (credits, refunds): ${amount} ${currency}, included in the sums`,
    );
  }
  for (const { amount, currency, lines } of sumsOf(sums.unassigned)) {
    console.err(
      `${counted(lines, "line")} without an Azure subscription: ${amount} ${currency}, not included in any sum`,
    );
  }
  if (unmanaged.length > 0) {
    const shown = unmanaged.slice(0, 5).join(", ");
    const more = unmanaged.length > 5 ? ", ..." : "";
    console.err(
      `${counted(unmanaged.length, "subscription")} with usage but not in the fleet: ${shown}${more}`,
    );
  }
}

function sumsOf(others: Others): { currency: string; lines: number; amount: number }[] {
  return [...others]
    .map(([currency, { amount, lines }]) => ({ currency, lines, amount: Math.round(amount * 100) / 100 }))
    .sort((a, b) => (a.currency < b.currency ? -1 : 1));
}

/** @returns the changed files; undefined when the fleet would be invalid, in which case the problems were shown */
function write(
  fleet: Fleet,
  results: readonly SubscriptionResult[],
  options: FleetOptions,
  console: Console,
): readonly string[] | undefined {
  const wanted = new Map<string, NewBudget>();
  for (const { history, proposal, subscription } of results) {
    if (proposal.amount === undefined || history?.currency === undefined) continue;
    wanted.set(subscription.id, { amount: proposal.amount, currency: history.currency });
  }
  const folder = fleetFolder(options, console);
  const changes = changesOf(folder, placesOf(fleet, wanted));
  const merged = loadWith(folder, changes, { today: today(console), expiredExceptions: "keep" });
  if (!merged.ok) {
    showProblems(merged.problems, console, {
      consequence: "nothing was written",
      textOf: textsWith(changes),
    });
    return undefined;
  }
  writeAllWhole(
    changes.map(({ before, name, text }): FileChange => ({ path: join(folder, name), text, before })),
  );
  const names = changes.map(({ name }) => join(folder, name));
  if (names.length === 0) console.err("the fleet has these amounts already: nothing was written");
  for (const name of names) console.err(`written: ${name}`);
  return names;
}

/** @throws {CommandError} when a file cannot be edited automatically */
function changesOf(folder: string, placed: readonly PlacedBudget[]) {
  const byFile = new Map<string, PlacedBudget[]>();
  for (const one of placed) {
    const name = fileOf(one);
    byFile.set(name, [...(byFile.get(name) ?? []), one]);
  }
  return [...byFile].map(([name, budgetsOfFile]) => {
    const before = readFileSync(join(folder, name), "utf8");
    try {
      return { name, before, text: withBudgets(before, budgetsOfFile) };
    } catch (error) {
      if (!(error instanceof FleetEditError)) throw error;
      throw new CommandError(`${join(folder, name)}: ${error.message}; nothing was written`, EXIT.invalid);
    }
  });
}

function fileOf({ place }: PlacedBudget): string {
  if (place.kind === "partner") return "partner.yaml";
  const { file } = (place.kind === "customer" ? place.customer : place.subscription).position();
  return join("customers", basename(file));
}

function rulesOf({ margin, minMonths, months, percentile }: BudgetsOptions): ProposalRules {
  const rules = {
    months: numberOf("--months", months, USUAL_RULES.months, 1, 120),
    minMonths: numberOf("--min-months", minMonths, USUAL_RULES.minMonths, 1, 120),
    percentile: numberOf("--percentile", percentile, USUAL_RULES.percentile, 1, 100),
    margin: numberOf("--margin", margin, USUAL_RULES.margin, 0, 1000),
  };
  if (rules.months >= rules.minMonths) return rules;
  throw new CommandError("--months must be at least --min-months", EXIT.invalid);
}

function numberOf(
  name: string,
  text: string | undefined,
  usual: number,
  least: number,
  most: number,
): number {
  if (text === undefined) return usual;
  const value = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new CommandError(
    `${name} must be a whole number from ${least} to ${most}, got ${JSON.stringify(text.slice(0, 40))}`,
    EXIT.invalid,
  );
}
