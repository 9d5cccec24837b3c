import { serviceOf } from "../../../azure/client.ts";
import { credentialFor } from "../../../azure/credential.ts";
import { azureFailure } from "../../../azure/failure.ts";
import type { Fleet } from "../../../fleet/index.ts";
import {
  type CostVisibility,
  type CustomerVisibility,
  partnerBillingAccounts,
  readEach,
  setCostVisibility,
} from "../../../partner/billing/cost-visibility.ts";
import { plain } from "../../../text/wording.ts";
import { readEndpoints } from "../../azure-endpoints.ts";
import { type Console, count, counted, note } from "../../console.ts";
import { EXIT, type ExitCode } from "../../exit-codes.ts";
import { openFleet } from "../../fleet-input.ts";
import { type Confirm, onTerminal } from "../confirm.ts";
import { budgetsOf, chosenCustomers } from "../customer-budgets.ts";
import { asking, type Connection, notForResellers, type PartnerOptions, showJson } from "../input.ts";

export interface CostVisibilityOptions extends PartnerOptions {
  /** Keys, tenants or display names. @default all of the fleet's */
  readonly customers?: readonly string[];
  readonly set?: CostVisibility;
  /** @default - every visible billing account of the Microsoft Partner Agreement */
  readonly billingAccount?: string;
  /** Write without confirmation. */
  readonly yes?: boolean;
}

const SCHEMA = "csp-baseline/cost-visibility/v1";
const ROLE = "a role in the partner's billing account (Global admin or Admin agent)";
const WORDS: Readonly<Record<CostVisibility, string>> = { allowed: "visible", "not-allowed": "hidden" };

/**
 * `csp-baseline partner cost-visibility`: shows the policy "view charges" of customers next to the fleet's budgets, and
 * sets it. Returns 1 when the costs of a customer are hidden, or could not be read.
 */
export async function costVisibility(
  options: CostVisibilityOptions,
  console: Console,
  world: { readonly confirm?: Confirm; readonly connection?: Connection } = {},
): Promise<ExitCode> {
  const opened = openFleet(options, console, "keep");
  if (opened === undefined) return EXIT.invalid;
  const fleet: Fleet = opened;
  notForResellers(fleet, "a billing account of the Microsoft Partner Agreement");
  const customers = chosenCustomers(fleet, options.customers ?? []);
  const arm = await connectArm(fleet, console, world.connection);
  const accounts =
    options.billingAccount === undefined
      ? await asking("Azure", ROLE, () => partnerBillingAccounts(arm))
      : [options.billingAccount];
  const read = await readEach(arm, accounts, customers, (done) =>
    console.progress(`${count(done)} of ${counted(customers.length, "customer")}`),
  );
  console.progress("");
  const wanted = options.set;
  const after = wanted === undefined ? read : await set(wanted);
  show(after);
  const isOpen = ({ failure, visibility }: CustomerVisibility) =>
    failure !== undefined || visibility !== (wanted ?? "allowed");
  if (after.length > 0 && after.every(({ visibility }) => visibility === undefined)) return EXIT.outside;
  return after.some(isOpen) ? EXIT.findings : EXIT.ok;

  async function set(visibility: CostVisibility): Promise<readonly CustomerVisibility[]> {
    const others = read.filter((one) => one.visibility !== undefined && one.visibility !== visibility);
    if (others.length === 0) return read;
    const confirm = options.yes ? undefined : (world.confirm ?? onTerminal());
    const names = others.slice(0, 10).map(({ customer }) => customer);
    const more = others.length > names.length ? ` and ${others.length - names.length} more` : "";
    const question = `Make costs ${WORDS[visibility]} for users of ${names.join(", ")}${more}?`;
    if (confirm !== undefined && !(await confirm(question))) {
      note(console, "nothing was written");
      return read;
    }
    const results: CustomerVisibility[] = [];
    for (const one of read) results.push(others.includes(one) ? await setOne(one, visibility) : one);
    return results;
  }

  async function setOne(one: CustomerVisibility, visibility: CostVisibility): Promise<CustomerVisibility> {
    const tenantId = customers.find(({ key }) => key === one.customer)?.tenantId ?? "";
    try {
      await setCostVisibility(arm, accounts, { tenantId, visibility }, world.connection?.clock);
      note(console, `${one.customer}: set to ${visibility}`);
      return { customer: one.customer, visibility };
    } catch (error) {
      return { ...one, failure: azureFailure(error).message };
    }
  }

  function show(results: readonly CustomerVisibility[]): void {
    const rows = results.map((result) => ({ ...result, ...budgetsOf(fleet, result.customer) }));
    if (options.format === "json") {
      const customersShown = rows.map(({ failure, visibility, ...row }) => ({
        ...row,
        visibility: visibility ?? null,
        failure: failure ?? null,
      }));
      showJson({ schema: SCHEMA, billingAccounts: accounts, customers: customersShown }, console);
      return;
    }
    const width = Math.max(0, ...rows.map(({ customer }) => customer.length));
    for (const { amount, budgets, customer, failure, visibility } of rows) {
      const state = visibility === undefined ? "unknown" : WORDS[visibility];
      const style = visibility === "allowed" ? "green" : visibility === undefined ? "yellow" : "red";
      const sums =
        budgets === 0
          ? "no budgets"
          : `${counted(budgets, "budget")} of ${amount} a month${budgets === 1 ? "" : " together"}`;
      const why = failure === undefined ? "" : `: ${plain(failure, 200)}`;
      console.out(`${console.style(style, state.padEnd(7))}  ${customer.padEnd(width)}  ${sums}${why}`);
    }
    const hidden = rows.filter(({ visibility }) => visibility === "not-allowed").length;
    if (hidden > 0) {
      console.err(
        `${counted(hidden, "customer")} with hidden costs: Cost Management is not available to users of their subscriptions, so budgets and anomaly alerts there may not fire. If a customer may see retail prices: --set allowed`,
      );
    }
  }
}

async function connectArm({ partner }: Fleet, console: Console, connection: Connection = {}) {
  const endpoints = connection.endpoints ?? readEndpoints(console);
  const { tenantId } = partner;
  const credential = connection.credential ?? (await credentialFor({ tenantId }, endpoints, console.env));
  return serviceOf("arm", { ...connection, endpoints, tenantId, credential });
}
