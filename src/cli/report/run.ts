import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BudgetsReportSchema } from "../../budgets/report.ts";
import { FindingsTally } from "../../findings/index.ts";
import { escapeControls } from "../../fleet/echo.ts";
import type { Customer, CustomerLanguage, Fleet } from "../../fleet/index.ts";
import {
  type CustomerCopies,
  customerCopies,
  FindingsFileError,
  type FleetNames,
  type ReportedBudget,
  type ReportedReseller,
  type ResultHistory,
  Results,
  readFindings,
  reportPage,
  SameInstantError,
} from "../../output/html/index.ts";
import { judgePartner } from "../../partner/index.ts";
import { type BuildStack, synthesizeFleet } from "../../synthesis/index.ts";
import { messageOf } from "../../text/error-message.ts";
import { visible } from "../../text/visible.ts";
import { type Console, count, counted } from "../console.ts";
import { CommandError, EXIT, type ExitCode } from "../exit-codes.ts";
import { writeWhole } from "../files.ts";
import { type FleetOptions, openFleet, today } from "../fleet-input.ts";
import { writePack } from "./pack.ts";
import { verifyPackFile } from "./verify-pack.ts";

export interface ReportOptions extends FleetOptions {
  /** `findings/v1` files; several show a trend. @default - the fleet, synthesized and judged now */
  readonly from?: readonly string[];
  /** A result of `csp-baseline budgets --format json`, for a chart. @default - none */
  readonly budgets?: string;
  /** The HTML file. @default - none, if {@link perCustomer} is given */
  readonly output?: string;
  /** The folder of the copies for customers, `KEY.html` each. @default - no copies */
  readonly perCustomer?: string;
  /** The language of all copies. @default - each customer's, or else English */
  readonly lang?: CustomerLanguage;
  /** The ZIP file of the evidence pack. @default - none */
  readonly pack?: string;
  /** Further results in the pack. @default - none */
  readonly withResults?: readonly string[];
  /** The key of the customer with whose evidence alone the pack is made. @default - the whole fleet */
  readonly customer?: string;
  /** A pack to compare with its manifest; then nothing is written. @default - none */
  readonly verifyPack?: string;
  /** The SHA-256 that the pack must have. @default - any */
  readonly sha256?: string;
  /** How the stack of a subscription is built. @default - only the baseline */
  readonly build?: BuildStack;
}

/**
 * `csp-baseline report`: renders findings as one HTML page. It returns 0 when the page was written, whatever the
 * findings: the command that judged has already returned 1.
 */
export function report(options: ReportOptions, console: Console): ExitCode {
  const { customer, from = [], lang, output, pack, perCustomer, sha256, verifyPack, withResults } = options;
  if (verifyPack !== undefined) return verifyPackFile(verifyPack, sha256, console);
  if (output === undefined && perCustomer === undefined && pack === undefined)
    throw new CommandError(
      "nothing to write: give --output FILE, --per-customer DIR, --pack FILE, or several",
      EXIT.invalid,
    );
  if (sha256 !== undefined) throw new CommandError("--sha256 is for --verify-pack FILE", EXIT.invalid);
  if (pack === undefined && (customer !== undefined || withResults !== undefined))
    throw new CommandError("--customer and --with-results are for --pack FILE", EXIT.invalid);
  if (lang !== undefined && perCustomer === undefined)
    throw new CommandError("--lang is for --per-customer DIR", EXIT.invalid);
  // The names of customers are in the fleet; with --from it is read only if it is needed.
  const isRead =
    from.length === 0 || options.fleet !== undefined || perCustomer !== undefined || pack !== undefined;
  const fleet = isRead ? openFleet(options, console, "keep") : undefined;
  if (isRead && fleet === undefined) return EXIT.invalid;

  if (pack !== undefined && fleet !== undefined) {
    writePack(
      {
        pack,
        from,
        ...(withResults === undefined ? {} : { withResults }),
        ...(customer === undefined ? {} : { customer }),
      },
      fleet,
      console,
    );
    if (output === undefined && perCustomer === undefined) return EXIT.ok;
  }
  const results = new Results();
  for (const file of from) addFile(results, file, console);
  if (from.length === 0 && fleet !== undefined) addFleet(results, fleet, options, console);
  console.progress("");
  const history = results.history();
  if (history === undefined) throw new CommandError("there is nothing to report on", EXIT.invalid);

  const budgets = options.budgets === undefined ? [] : budgetsIn(options.budgets);
  if (output !== undefined) {
    writeWhole(output, reportPage(history, fleet === undefined ? undefined : namesOf(fleet), budgets));
    say(history, output, console);
  }
  if (perCustomer !== undefined && fleet !== undefined)
    writeCopies(customerCopies(history, fleet, lang), perCustomer, console);
  return EXIT.ok;
}

function writeCopies({ notJudged, pages, unknown }: CustomerCopies, folder: string, console: Console): void {
  for (const [key, page] of pages) writeWhole(join(folder, `${key}.html`), page);
  console.out(`${folder}: copies for ${counted(pages.size, "customer")}`);
  const warn = (text: string) => console.err(`${console.style("yellow", "warning")} ${text}`);
  if (notJudged.length > 0)
    warn(`no copy for ${listed(notJudged)}: the result has none of their subscriptions`);
  if (unknown.length > 0) warn(`no copy for ${listed(unknown)}: not in the fleet`);
}

/** Returns the first names, and how many more there are. */
function listed(keys: readonly string[]): string {
  const shown = keys
    .slice(0, 5)
    .map((key) => (key === "" ? "findings without a customer" : escapeControls(key)));
  return keys.length > 5 ? `${shown.join(", ")} and ${count(keys.length - 5)} more` : shown.join(", ");
}

function namesOf({ customers, partner }: Fleet): FleetNames {
  return {
    partner: partner.name,
    customers: new Map(customers.map((one) => [one.key, one.displayName])),
    resellers: resellersOf(customers),
  };
}

/** Returns resellers by their tenants; the first customer's name for one counts. */
function resellersOf(customers: readonly Customer[]): ReportedReseller[] {
  const byTenant = new Map<string, { name: string; emails: Set<string>; customers: Customer[] }>();
  for (const customer of customers) {
    const { reseller } = customer;
    if (reseller === undefined) continue;
    const known = byTenant.get(reseller.tenantId) ?? {
      name: reseller.name,
      emails: new Set(),
      customers: [],
    };
    byTenant.set(reseller.tenantId, known);
    for (const email of reseller.emails) known.emails.add(email);
    known.customers.push(customer);
  }
  return [...byTenant.values()].map(({ customers: own, emails, name }) => ({
    name,
    emails: [...emails],
    customers: own.map(({ key, subscriptions }) => ({ key, subscriptions: subscriptions.length })),
  }));
}

/** Reads the output of `csp-baseline budgets --format json`. @throws {CommandError} */
function budgetsIn(file: string): ReportedBudget[] {
  let read: ReturnType<typeof BudgetsReportSchema.safeParse>;
  try {
    read = BudgetsReportSchema.safeParse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    throw new CommandError(`--budgets ${visible(file)} cannot be read: ${messageOf(error)}`, EXIT.invalid);
  }
  if (!read.success) {
    throw new CommandError(
      `--budgets ${visible(file)} is not an output of csp-baseline budgets --format json`,
      EXIT.invalid,
    );
  }
  return read.data.subscriptions.map(({ budget, check, currency, customer, months, subscription }) => ({
    name: `${customer}/${subscription}`,
    amount: budget.amount,
    currency: currency ?? budget.currency ?? "",
    months,
    status: check.status,
    message: check.message,
  }));
}

function addFile(results: Results, file: string, console: Console): void {
  console.progress(`reading ${file}`);
  try {
    results.add((onFinding) => readFindings(file, onFinding));
  } catch (error) {
    if (error instanceof FindingsFileError) throw new CommandError(error.message, EXIT.invalid);
    if (error instanceof SameInstantError) throw new CommandError(`${file}: ${error.message}`, EXIT.invalid);
    throw error;
  }
}

/** Judges the fleet as `synth` would, in a temporary folder. */
function addFleet(results: Results, fleet: Fleet, { build }: ReportOptions, console: Console): void {
  const scratch = mkdtempSync(join(tmpdir(), "csp-baseline-report-"));
  const tally = new FindingsTally();
  let done = 0;
  try {
    results.add((onFinding) => {
      synthesizeFleet(fleet, {
        outdir: join(scratch, "cdktf.out"),
        today: today(console),
        ...(build === undefined ? {} : { build }),
        onSubscription: (_, findings) => {
          tally.add(findings);
          findings.forEach(onFinding);
          done += 1;
          if (done % 100 === 0)
            console.progress(`${count(done)} of ${counted(fleet.subscriptions.length, "subscription")}`);
        },
      });
      return {
        generatedAt: console.now().toISOString(),
        source: "stack",
        summary: tally.summary(),
        partner: judgePartner(fleet.partner, today(console)),
      };
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function say({ heads, latest, sound }: ResultHistory, output: string, console: Console): void {
  const { covered, subscriptions } = latest.summary;
  const results = heads.length === 1 ? "" : `, ${count(heads.length)} results`;
  console.out(
    `${output}: ${count(covered)} of ${counted(subscriptions, "subscription")} covered (${latest.source}, ${latest.generatedAt}${results})`,
  );
  if (sound) return;
  console.err(
    `${console.style("yellow", "warning")} the findings of ${latest.generatedAt} do not match its summary: findings are missing`,
  );
}
