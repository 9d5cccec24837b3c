import type { Service } from "../../../azure/client.ts";
import { azureFailure } from "../../../azure/failure.ts";
import type { Customer, Fleet } from "../../../fleet/index.ts";
import { connectPartnerCenter } from "../../../partner/connect.ts";
import { setSpendingBudget, spendingBudget } from "../../../partner/partner-center/spending-budget.ts";
import { plain } from "../../../text/wording.ts";
import { type Console, count, counted, note } from "../../console.ts";
import { CommandError, EXIT, type ExitCode } from "../../exit-codes.ts";
import { openFleet } from "../../fleet-input.ts";
import { type Confirm, onTerminal } from "../confirm.ts";
import { budgetsOf, chosenCustomers } from "../customer-budgets.ts";
import {
  asking,
  type Connection,
  connectOptions,
  notForResellers,
  type PartnerOptions,
  showJson,
} from "../input.ts";

export interface PartnerBudgetsOptions extends PartnerOptions {
  /** Keys, tenants or display names. @default all of the fleet's */
  readonly customers?: readonly string[];
  /** A monthly amount, or `fleet` for the sum of the fleet's budgets. @default - nothing is set */
  readonly set?: string;
  /** Write without confirmation. */
  readonly yes?: boolean;
}

const SCHEMA = "csp-baseline/partner-budgets/v1";
const AT_ONCE = 8;
const MOST = 1_000_000_000;

interface Row {
  readonly customer: Customer;
  /** The monthly amount; null if none is set. */
  readonly amount?: number | null;
  readonly failure?: string;
}

/**
 * `csp-baseline partner budgets`: shows the spending budget of each customer in Partner Center, which the security
 * score counts, next to the fleet's budgets in Azure. Returns 1 when a customer has none, or it could not be read.
 */
export async function partnerBudgets(
  options: PartnerBudgetsOptions,
  console: Console,
  world: { readonly confirm?: Confirm; readonly connection?: Connection } = {},
): Promise<ExitCode> {
  const wanted = options.set === undefined ? undefined : wantedAmount(options.set);
  const opened = openFleet(options, console, "keep");
  if (opened === undefined) return EXIT.invalid;
  const fleet: Fleet = opened;
  notForResellers(fleet, "Partner Center's API");
  const customers = chosenCustomers(fleet, options.customers ?? []);
  // Writing needs a user's consent, so reading uses the same user.
  const partnerCenter = await asking("Partner Center", "the role Admin agent", () =>
    connectPartnerCenter(
      connectOptions(fleet, console, world.connection),
      wanted === undefined ? "any" : "user",
    ),
  );
  const read = await readAll(partnerCenter, customers, console);
  const rows = wanted === undefined ? read : await setAll(wanted);
  show(rows, fleet, options, console);
  if (rows.length > 0 && rows.every(({ failure }) => failure !== undefined)) return EXIT.outside;
  return rows.every(({ amount, failure }) => failure === undefined && typeof amount === "number")
    ? EXIT.ok
    : EXIT.findings;

  async function setAll(rule: number | "fleet"): Promise<readonly Row[]> {
    const changes = read.flatMap((row) => {
      const amount = rule === "fleet" ? budgetsOf(fleet, row.customer.key).sum : rule;
      return row.failure !== undefined || amount === undefined || amount === row.amount
        ? []
        : [{ row, amount }];
    });
    if (changes.length === 0) return read;
    const shown = changes.slice(0, 10).map(({ amount, row }) => `${row.customer.key} to ${count(amount)}`);
    const more = changes.length > shown.length ? ` and ${changes.length - shown.length} more` : "";
    const confirm = options.yes ? undefined : (world.confirm ?? onTerminal());
    if (confirm !== undefined && !(await confirm(`Set the spending budget of ${shown.join(", ")}${more}?`))) {
      note(console, "nothing was written");
      return read;
    }
    const done = new Map<Row, Row>();
    for (const { amount, row } of changes) {
      try {
        await setSpendingBudget(partnerCenter, row.customer.tenantId, amount);
        note(console, `${row.customer.key}: set to ${count(amount)}`);
        done.set(row, { customer: row.customer, amount });
      } catch (error) {
        done.set(row, { ...row, failure: azureFailure(error).message });
      }
    }
    return read.map((row) => done.get(row) ?? row);
  }
}

async function readAll(
  partnerCenter: Service,
  customers: readonly Customer[],
  console: Console,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (let first = 0; first < customers.length; first += AT_ONCE) {
    console.progress(`${count(first)} of ${counted(customers.length, "customer")}`);
    const some = customers.slice(first, first + AT_ONCE).map(async (customer): Promise<Row> => {
      try {
        return { customer, amount: (await spendingBudget(partnerCenter, customer.tenantId)) ?? null };
      } catch (error) {
        return { customer, failure: azureFailure(error).message };
      }
    });
    rows.push(...(await Promise.all(some)));
  }
  console.progress("");
  return rows;
}

function show(rows: readonly Row[], fleet: Fleet, options: PartnerBudgetsOptions, console: Console): void {
  const entries = rows.map((row) => ({ ...row, azure: budgetsOf(fleet, row.customer.key) }));
  if (options.format === "json") {
    const customers = entries.map(({ amount, azure, customer, failure }) => ({
      customer: customer.key,
      spendingBudget: amount ?? null,
      azureBudgets: azure.budgets,
      azureAmount: azure.sum ?? null,
      failure: failure ?? null,
    }));
    showJson({ schema: SCHEMA, customers }, console);
    return;
  }
  const width = Math.max(0, ...rows.map(({ customer }) => customer.key.length));
  for (const { amount, azure, customer, failure } of entries) {
    const state =
      failure === undefined
        ? amount === null || amount === undefined
          ? console.style("red", "none")
          : `${count(amount)} a month`
        : console.style("yellow", `unknown (${plain(failure, 200)})`);
    const sum = azure.budgets === 0 ? "no budgets" : `${counted(azure.budgets, "budget")} of ${azure.amount}`;
    console.out(`${customer.key.padEnd(width)}  Partner Center: ${state}; Azure: ${sum}`);
  }
  const missing = rows.filter(({ amount, failure }) => failure === undefined && amount === null).length;
  if (missing > 0) {
    console.err(
      `${counted(missing, "customer")} without a spending budget: the security score requires one for every customer`,
    );
  }
}

function wantedAmount(text: string): number | "fleet" {
  if (text === "fleet") return text;
  const amount = /^\d{1,10}$/.test(text) ? Number(text) : 0;
  if (amount >= 1 && amount <= MOST) return amount;
  throw new CommandError(
    `--set must be a whole amount of at least 1, or fleet, got ${JSON.stringify(text.slice(0, 40))}`,
    EXIT.invalid,
  );
}
