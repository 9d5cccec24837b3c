import {
  type ChangedFile,
  type ExportedFleet,
  type ImportPlan,
  type Proposals,
  treeLines,
} from "../../adopt/import/index.ts";
import type { Problem, Subscription } from "../../fleet/index.ts";
import { oneLine } from "../../fleet/labels.ts";
import { type Console, counted, note } from "../console.ts";

export interface ImportReport {
  readonly folder: string;
  readonly plan: ImportPlan;
  readonly files: readonly ChangedFile[];
  /** By subscription. */
  readonly proposals: ReadonlyMap<string, Proposals>;
  readonly exported: ExportedFleet;
  readonly dryRun: boolean;
}

const SHOWN = 20;
const SCHEMA = "csp-baseline/import/v1";

/** Results go to standard output, notes to standard error; `json` contains both. */
export function showImport(report: ImportReport, format: "human" | "json", console: Console): void {
  if (format === "json") {
    console.out(importJson(report));
    return;
  }
  showNotes(report, console);
  const { dryRun, files, folder, plan } = report;
  if (dryRun) for (const file of files) console.out(unified(folder, file));
  else for (const file of files) console.out(fileLine(folder, file));
  const added = [...plan.customers, ...plan.extensions].reduce(
    (sum, one) => sum + one.subscriptions.length,
    0,
  );
  const what = `${counted(added, "subscription")}, ${counted(plan.customers.length, "new customer")}`;
  const known = counted(plan.known.length, "subscription");
  note(console, `${what}${dryRun ? "; nothing was written" : " added"}; in the fleet already: ${known}`);
}

function fileLine(folder: string, { before, line, name }: ChangedFile): string {
  return before === undefined ? `${folder}/${name}: new` : `${folder}/${name}:${line}: extended`;
}

/** Returns the lines that differ, marked as by `diff -u`, without context. */
function unified(folder: string, { before = "", name, text }: ChangedFile): string {
  const [old, now] = [linesOf(before), linesOf(text)];
  let start = 0;
  while (start < old.length && old[start] === now[start]) start += 1;
  let end = 0;
  while (end < old.length - start && old.at(-1 - end) === now.at(-1 - end)) end += 1;
  const removed = old.slice(start, old.length - end).map((line) => `-${line}`);
  const added = now.slice(start, now.length - end).map((line) => `+${line}`);
  const place = (lines: readonly string[]) => `${lines.length === 0 ? start : start + 1},${lines.length}`;
  const path = `${folder}/${name}`;
  const from = before === "" ? "/dev/null" : path;
  return [
    `--- ${from}`,
    `+++ ${path}`,
    `@@ -${place(removed)} +${place(added)} @@`,
    ...removed,
    ...added,
  ].join("\n");
}

function linesOf(text: string): string[] {
  const lines = text.split(/\r\n|\n|\r/);
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}

function showNotes({ exported, folder, plan, proposals }: ImportReport, console: Console): void {
  const label = ({ customer, name }: Subscription) => `${customer.key}/${name}`;
  for (const complaint of exported.complaints)
    console.err(`${console.style("yellow", "warning")} ${complaint}`);
  list(
    console,
    "left out",
    plan.leftOut.map(({ id, name, reason }) => `${name} (${id}): ${reason}`),
  );
  list(
    console,
    "with another name in Azure, unchanged",
    plan.renamed.map(({ name, subscription }) => `${label(subscription)} is now ${name}`),
  );
  const doubt = exported.isWhole ? "" : ", which may be incomplete";
  list(
    console,
    `in ${folder} and not in the exports${doubt}`,
    plan.missing.map((one) => `${label(one)} (${one.id})`),
  );
  list(
    console,
    "customers without a subscription to add",
    plan.empty.map(
      ({ displayName = "", domain = "", tenantId }) => `${oneLine(displayName || domain, 80)} (${tenantId})`,
    ),
  );
  const known = plan.known.flatMap((one) => {
    const values = proposals.get(one.id)?.values ?? [];
    return values.length === 0 ? [] : [`${label(one)} (${one.id})\n${indented(treeLines(values))}`];
  });
  list(console, "with other values in Azure than in the fleet; to keep them, add to the baseline of", known);
  list(
    console,
    "not proposed",
    [...remarks(proposals)].map(
      ([remark, ids]) => `${remark}${ids.length > 1 ? ` (${ids.length} times)` : ` (${ids[0]})`}`,
    ),
  );
}

function remarks(proposals: ReadonlyMap<string, Proposals>): Map<string, string[]> {
  const byText = new Map<string, string[]>();
  for (const [id, { remarks }] of proposals) {
    for (const remark of remarks) byText.set(remark, [...(byText.get(remark) ?? []), id]);
  }
  return byText;
}

function indented(lines: readonly string[]): string {
  return lines.map((line) => `      ${line}`).join("\n");
}

function list(console: Console, title: string, lines: readonly string[]): void {
  if (lines.length === 0) return;
  console.err(`${title}:`);
  for (const line of lines.slice(0, SHOWN)) console.err(`  ${line}`);
  if (lines.length > SHOWN) console.err(`  ... and ${lines.length - SHOWN} more; --format json has all`);
}

/** The result of `--format json` for a fleet that cannot be loaded, before or after the change. */
export function importRefusedJson(problems: readonly Problem[]): string {
  return JSON.stringify({ schema: SCHEMA, written: false, problems }, undefined, 2);
}

function importJson({ dryRun, exported, files, plan, proposals }: ImportReport): string {
  const brief = ({ customer, id, name }: Subscription) => ({ id, name, customer: customer.key });
  return JSON.stringify(
    {
      schema: SCHEMA,
      written: !dryRun && files.length > 0,
      files: files.map(({ before, line, name }) => ({ file: name, new: before === undefined, line })),
      customers: plan.customers,
      extended: plan.extensions.map(({ customer, subscriptions }) => ({
        customer: customer.key,
        subscriptions,
      })),
      known: plan.known.map(brief),
      renamed: plan.renamed.map(({ name, subscription }) => ({ ...brief(subscription), azureName: name })),
      missing: plan.missing.map(brief),
      leftOut: plan.leftOut,
      customersWithoutSubscriptions: plan.empty,
      proposals: plan.known.flatMap((one) => {
        const values = proposals.get(one.id)?.values ?? [];
        return values.length === 0 ? [] : [{ ...brief(one), values }];
      }),
      notProposed: [...remarks(proposals)].map(([message, subscriptions]) => ({ message, subscriptions })),
      complaints: exported.complaints,
      complete: exported.isWhole,
    },
    undefined,
    2,
  );
}
