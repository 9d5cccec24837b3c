import { dirname } from "node:path";
import type { Finding, FindingsSummary } from "../../findings/index.ts";
import { escapeControls } from "../../fleet/echo.ts";
import { type Customer, type Fleet, formatPosition, type Subscription } from "../../fleet/index.ts";
import { type Console, count, counted } from "../console.ts";
import { mark, nextSteps, wrapped } from "../terminal.ts";

interface CustomerCounts {
  readonly customer: Customer;
  subscriptions: number;
  pass: number;
  excepted: number;
}

/** Collects the results of a synthesis for output. */
export class Overview {
  readonly #customers = new Map<string, CustomerCounts>();
  readonly #excepted: Finding[] = [];
  #subscriptions = 0;
  #first: Subscription | undefined;

  add(subscription: Subscription, findings: readonly Finding[]): void {
    const counts = this.#count(subscription);
    for (const finding of findings) {
      if (finding.status === "pass") counts.pass += 1;
      if (finding.status === "excepted") counts.excepted += 1;
      if (finding.status === "excepted" && this.#excepted.length < SHOWN_EXCEPTIONS)
        this.#excepted.push(finding);
    }
  }

  /** The same for a subscription that passed all of this number of controls. */
  addPassed(subscription: Subscription, controls: number): void {
    this.#count(subscription).pass += controls;
  }

  #count(subscription: Subscription): CustomerCounts {
    const { customer } = subscription;
    this.#first ??= subscription;
    const counts = this.#customers.get(customer.key) ?? { customer, subscriptions: 0, pass: 0, excepted: 0 };
    this.#customers.set(customer.key, counts);
    counts.subscriptions += 1;
    this.#subscriptions += 1;
    return counts;
  }

  /** The first subscription of this synthesis, which may be a part of the fleet. */
  get first(): Subscription | undefined {
    return this.#first;
  }

  get subscriptions(): number {
    return this.#subscriptions;
  }

  /** By key. */
  get customers(): readonly CustomerCounts[] {
    return [...this.#customers.values()].sort((a, b) => (a.customer.key < b.customer.key ? -1 : 1));
  }

  get excepted(): readonly Finding[] {
    return this.#excepted;
  }
}

const SHOWN_CUSTOMERS = 20;
const SHOWN_EXCEPTIONS = 20;
const SHOWN_FINDINGS = 100;

interface Synthesis {
  readonly fleet: Fleet;
  readonly overview: Overview;
  readonly summary: FindingsSummary;
  readonly outdir: string;
  /** The number of stacks that were built; the others existed. */
  readonly built: number;
}

export function showOverview({ built, fleet, overview, summary, outdir }: Synthesis, console: Console): void {
  const { customers, excepted } = overview;
  const bold = (text: string) => console.style("bold", text);
  const heading = `${escapeControls(fleet.partner.name)} (${fleet.partner.role})`;
  console.out(
    `${bold(heading)}: ${counted(customers.length, "customer")}, ${counted(summary.subscriptions, "subscription")}`,
  );
  console.out("");
  for (const line of customerTable(customers.slice(0, SHOWN_CUSTOMERS))) console.out(`  ${line}`);
  const left = customers.length - SHOWN_CUSTOMERS;
  if (left > 0) console.out(`  ... and ${counted(left, "more customer")}`);
  console.out("");
  const passed = console.style("green", `${count(summary.pass)} passed`);
  console.out(
    `${bold("Controls")}  ${passed}, ${count(summary.excepted)} excepted, ${count(summary.fail)} failed`,
  );
  for (const finding of excepted) console.out(wrapped(`  ${exceptionLine(finding)}`, console, 4));
  const more = summary.excepted - excepted.length;
  if (more > 0) console.out(`  ... and ${counted(more, "more exception")}; --format json lists all`);
  console.out(
    `${bold("Stacks")}    ${counted(summary.subscriptions, "stack")} in ${outdir}/stacks, one for each subscription${unchanged(summary.subscriptions - built)}`,
  );
  if (console.quiet === true) return;
  console.out("");
  for (const line of nextSteps(stepsFor(overview.first, outdir, fleet), console)) console.out(line);
}

function stepsFor(
  first: Subscription | undefined,
  outdir: string,
  fleet: Fleet,
): readonly (readonly [string, string])[] {
  const folder = dirname(fleet.partner.locate(["partner"]).file);
  const edit = [
    `edit ${folder}/partner.yaml and ${folder}/customers/`,
    "make it your own, then run this again",
  ] as const;
  if (first === undefined) return [edit];
  const init = [
    `terraform -chdir=${outdir}/stacks/${first.id} init`,
    "then plan: what it would do to one subscription",
  ] as const;
  return [init, edit];
}

function unchanged(stacks: number): string {
  return stacks === 0 ? "" : ` (${count(stacks)} unchanged)`;
}

function customerTable(customers: readonly CustomerCounts[]): string[] {
  const rows = customers.map(({ customer, excepted, pass, subscriptions }) => [
    customer.key,
    escapeControls(customer.displayName),
    counted(subscriptions, "subscription"),
    `${count(pass)} passed${excepted === 0 ? "" : `, ${count(excepted)} excepted`}`,
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "));
}

function exceptionLine({ control, customer, exception, location, subscriptionName }: Finding): string {
  const where = location === undefined ? "" : `  ${formatPosition(location)}`;
  const until = exception === undefined ? "" : ` until ${exception.expires}: ${exception.reason}`;
  return escapeControls(`${customer}/${subscriptionName} without ${control}${until}${where}`);
}

/** Shows the gate's findings on standard output: they are the result of a failed run. */
export function showOpenFindings(open: readonly Finding[], summary: FindingsSummary, console: Console): void {
  for (const finding of open.slice(0, SHOWN_FINDINGS)) {
    const { control, customer, fix, location, message, status, subscriptionName } = finding;
    const place = location === undefined ? "" : `${formatPosition(location)} `;
    const head = `${escapeControls(`${place}${customer}/${subscriptionName}`)} ${mark(console, status)}`;
    console.out(wrapped(`${head} ${escapeControls(`${control}: ${message}`)}`, console, 4));
    if (fix !== undefined) console.out(wrapped(escapeControls(`    ${fix}`), console, 4));
  }
  const left = open.length - SHOWN_FINDINGS;
  if (left > 0) console.out(`... and ${counted(left, "more finding")}; --format json lists all`);
  const uncovered = summary.subscriptions - summary.covered;
  console.err("");
  console.err(
    `${count(uncovered)} of ${counted(summary.subscriptions, "subscription")} would lack a part of the baseline ` +
      `(${count(summary.fail)} failed, ${count(summary.unknown)} unknown); nothing was written`,
  );
}
