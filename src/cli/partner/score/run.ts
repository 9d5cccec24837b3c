import { azureFailure } from "../../../azure/failure.ts";
import { type Customer, type Fleet, parseCalendarDate } from "../../../fleet/index.ts";
import { connectPartnerCenter, connectPartnerGraph } from "../../../partner/connect.ts";
import { readCustomerInsights } from "../../../partner/graph/customer-insights.ts";
import type { Graph } from "../../../partner/graph/graph.ts";
import { readScore } from "../../../partner/graph/score.ts";
import { spendingBudget } from "../../../partner/partner-center/spending-budget.ts";
import {
  type CustomerBudgets,
  type CustomerMfa,
  type ScoreParts,
  type ScoreReport,
  scoreReport,
} from "../../../partner/score-report.ts";
import { plain } from "../../../text/wording.ts";
import { type Console, count } from "../../console.ts";
import { CommandError, EXIT, type ExitCode } from "../../exit-codes.ts";
import type { FleetOptions } from "../../fleet-input.ts";
import { openFleet } from "../../fleet-input.ts";
import { resellerTenant } from "../../resellers.ts";
import { chosenCustomers } from "../customer-budgets.ts";
import { asking, type Connection, connectOptions, notForResellers } from "../input.ts";

export interface ScoreOptions extends FleetOptions {
  /** Asks Partner Center for every customer's spending budget. */
  readonly customers?: boolean;
  /** Key, tenant or display name. @default all customers */
  readonly customer?: string;
  /** The tenant of an indirect reseller, or the fleet's name for it. @default all customers */
  readonly reseller?: string;
  /** `YYYY-MM-DD`: the history from this day on. @default all of it */
  readonly since?: string;
  /** @default "human" */
  readonly format?: "human" | "json";
}

const CUSTOMERS_AT_ONCE = 8;

/** `csp-baseline partner score`: shows Microsoft's security score of the partner, and its requirements. */
export async function score(
  options: ScoreOptions,
  console: Console,
  connection: Connection = {},
): Promise<ExitCode> {
  const fleet = openFleet(options, console, "keep");
  if (fleet === undefined) return EXIT.invalid;
  if (options.customers) notForResellers(fleet, "Partner Center's API");
  if (options.since !== undefined && parseCalendarDate(options.since) === undefined)
    throw new CommandError("--since must be a date, YYYY-MM-DD", EXIT.invalid);
  const chosen = chosenOf(options, fleet);
  const [found, insights] = await asking("Microsoft Graph", "PartnerSecurity.Read.All", async () => {
    const graph = await connectPartnerGraph(connectOptions(fleet, console, connection));
    return Promise.all([readScore(graph), insightsOf(graph)]);
  });
  const budgets = options.customers
    ? await readBudgets(chosen ?? fleet.customers, fleet, console, connection)
    : undefined;
  const report = scoreReport(found, fleet, console.now(), budgets, {
    insights,
    ...(chosen === undefined ? {} : { only: new Set(chosen.map(({ key }) => key)) }),
    ...(options.since === undefined ? {} : { since: options.since }),
  });
  if (options.format === "json") console.out(JSON.stringify(report, null, 2));
  else show(report, console);
  return report.control.status === "pass" ? EXIT.ok : EXIT.findings;
}

/** @returns undefined if every customer is wanted. @throws {CommandError} when the fleet has none of these */
function chosenOf({ customer, reseller }: ScoreOptions, fleet: Fleet): readonly Customer[] | undefined {
  if (customer === undefined && reseller === undefined) return undefined;
  const named = chosenCustomers(fleet, customer === undefined ? [] : [customer]);
  if (reseller === undefined) return named;
  const tenantId = resellerTenant(reseller, fleet);
  const found = named.filter((one) => one.reseller?.tenantId === tenantId);
  if (found.length > 0) return found;
  throw new CommandError(
    `--reseller ${JSON.stringify(reseller.slice(0, 80))}: no such customer of the fleet has this reseller; csp-baseline partner resellers --write writes resellers into the fleet`,
    EXIT.invalid,
  );
}

type Read = Pick<CustomerBudgets, "partnerCenter" | "unread">;

/** Optional: the score is shown without them. */
async function insightsOf(graph: Graph): Promise<NonNullable<ScoreParts["insights"]>> {
  try {
    return await readCustomerInsights(graph);
  } catch (error) {
    return { unread: azureFailure(error).message };
  }
}

async function readBudgets(
  customers: readonly Customer[],
  fleet: Fleet,
  console: Console,
  connection: Connection,
): Promise<ReadonlyMap<string, Read>> {
  const partnerCenter = await asking("Partner Center", "the role Admin agent", () =>
    connectPartnerCenter(connectOptions(fleet, console, connection)),
  );
  const found = new Map<string, Read>();
  for (let first = 0; first < customers.length; first += CUSTOMERS_AT_ONCE) {
    console.progress(`spending budgets: ${count(first)} of ${count(customers.length)} customers`);
    await Promise.all(
      customers.slice(first, first + CUSTOMERS_AT_ONCE).map(async ({ key, tenantId }) => {
        try {
          found.set(key, { partnerCenter: (await spendingBudget(partnerCenter, tenantId)) ?? null });
        } catch (error) {
          found.set(key, { unread: azureFailure(error).message });
        }
      }),
    );
  }
  console.progress("");
  return found;
}

function show(
  { control, customers, history, requirements, score, spendingBudgets }: ScoreReport,
  console: Console,
): void {
  console.out(`${score.current} of ${score.max} points`);
  for (const { actionUrl, details, message, pointsToGain, status } of requirements) {
    const style = status === "pass" ? "green" : status === "fail" ? "red" : "yellow";
    console.out(`${console.style(style, status.padEnd(7))}  ${message}`);
    if (status === "pass" && details !== null) console.out(`         ${details}`);
    if (pointsToGain > 0) console.out(`         meeting it adds ${pointsToGain} points`);
    if (status !== "pass" && actionUrl !== null) console.out(`         see ${plain(actionUrl, 300)}`);
  }
  const past = history.slice(-12).map(({ at, score: points }) => `${at.slice(0, 10)} ${points}`);
  if (past.length > 0) console.out(`history  ${past.join(", ")}`);
  if (customers.unread !== null)
    console.out(`mfa      not read of customers: ${plain(customers.unread, 300)}`);
  for (const customer of customers.mfa) console.out(`mfa      ${mfaText(customer)}`);
  for (const customer of spendingBudgets.customers) console.out(`budgets  ${budgetText(customer)}`);
  console.out(spendingBudgets.note);
  console.err(`${control.status} ${control.id}: ${control.message}`);
}

function mfaText({ compliantUsers, customer, mfaRequired, tenantId, totalUsers }: CustomerMfa): string {
  const whose = customer ?? `tenant ${plain(tenantId, 60)} (not in the fleet)`;
  const policy =
    mfaRequired === null
      ? "Microsoft does not report whether MFA is required"
      : mfaRequired
        ? "MFA is required"
        : "no policy requires MFA";
  if (compliantUsers === null || totalUsers === null) return `${whose}: ${policy}`;
  return `${whose}: ${policy}; ${count(compliantUsers)} of ${count(totalUsers)} users use it`;
}

function budgetText({
  azureBudgets,
  customer,
  partnerCenter,
  subscriptions,
  unread,
}: CustomerBudgets): string {
  const azure = `${azureBudgets} of ${subscriptions} subscriptions with a budget in Azure`;
  if (unread !== undefined) return `${customer}: ${azure}; Partner Center: ${plain(unread, 200)}`;
  if (partnerCenter === undefined) return `${customer}: ${azure}`;
  const spending =
    partnerCenter === null ? "no spending budget" : `a spending budget of ${partnerCenter} a month`;
  return `${customer}: ${azure}; ${spending} in Partner Center`;
}
