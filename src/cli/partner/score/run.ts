import { azureFailure } from "../../../azure/failure.ts";
import { plain } from "../../../controls/wording.ts";
import type { Fleet } from "../../../fleet/index.ts";
import { connectPartnerCenter, connectPartnerGraph } from "../../../partner/connect.ts";
import { readScore } from "../../../partner/graph/score.ts";
import { spendingBudget } from "../../../partner/partner-center/spending-budget.ts";
import { type CustomerBudgets, type ScoreReport, scoreReport } from "../../../partner/score-report.ts";
import { type Console, count } from "../../console.ts";
import { EXIT, type ExitCode } from "../../exit-codes.ts";
import type { FleetOptions } from "../../fleet-input.ts";
import { openFleet } from "../../fleet-input.ts";
import { asking, type Connection, connectOptions, notForResellers } from "../input.ts";

export interface ScoreOptions extends FleetOptions {
  /** Asks Partner Center for every customer's spending budget. */
  readonly customers?: boolean;
  /** @default "human" */
  readonly format?: "human" | "json";
}

const CUSTOMERS_AT_ONCE = 8;

/** `csp-baseline partner score`: Microsoft's security score of the partner, and what it asks for. */
export async function score(
  options: ScoreOptions,
  console: Console,
  connection: Connection = {},
): Promise<ExitCode> {
  const fleet = openFleet(options, console, "keep");
  if (fleet === undefined) return EXIT.invalid;
  if (options.customers) notForResellers(fleet, "Partner Center's API");
  const found = await asking("Microsoft Graph", "PartnerSecurity.Read.All", async () =>
    readScore(await connectPartnerGraph(connectOptions(fleet, console, connection))),
  );
  const budgets = options.customers ? await readBudgets(fleet, console, connection) : undefined;
  const report = scoreReport(found, fleet, console.now(), budgets);
  if (options.format === "json") console.out(JSON.stringify(report, null, 2));
  else show(report, console);
  return report.control.status === "pass" ? EXIT.ok : EXIT.findings;
}

type Read = Pick<CustomerBudgets, "partnerCenter" | "unread">;

async function readBudgets(
  fleet: Fleet,
  console: Console,
  connection: Connection,
): Promise<ReadonlyMap<string, Read>> {
  const partnerCenter = await asking("Partner Center", "the role Admin agent", () =>
    connectPartnerCenter(connectOptions(fleet, console, connection)),
  );
  const found = new Map<string, Read>();
  for (let first = 0; first < fleet.customers.length; first += CUSTOMERS_AT_ONCE) {
    console.progress(`spending budgets: ${count(first)} of ${count(fleet.customers.length)} customers`);
    await Promise.all(
      fleet.customers.slice(first, first + CUSTOMERS_AT_ONCE).map(async ({ key, tenantId }) => {
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
  { control, history, requirements, score, spendingBudgets }: ScoreReport,
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
  for (const customer of spendingBudgets.customers) console.out(`budgets  ${budgetText(customer)}`);
  console.out(spendingBudgets.note);
  console.err(`${control.status} ${control.id}: ${control.message}`);
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
