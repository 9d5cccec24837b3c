import { join } from "node:path";
import {
  adminAgentFiles,
  type DelegateIds,
  type Onboarding,
  onboardingFiles,
  onboardingOf,
  PURPOSES,
  type Purpose,
} from "../../adopt/onboard/index.ts";
import { findCustomer } from "../../fleet/find.ts";
import type { Customer, Fleet } from "../../fleet/index.ts";
import { isGuid } from "../../text/guid.ts";
import { type Console, counted } from "../console.ts";
import { CommandError, EXIT, type ExitCode } from "../exit-codes.ts";
import { writeWhole } from "../files.ts";
import { type FleetOptions, openFleet } from "../fleet-input.ts";
import { type OnboardingReport, onboardingsJson, showOnboarding } from "./report.ts";

export interface OnboardOptions extends FleetOptions {
  /** Customers by key, display name or tenant id; at least one, unless `all`. */
  readonly customers: readonly string[];
  /** All customers that have subscriptions; with `as: "admin-agent"` only those with access of model lighthouse. */
  readonly all?: boolean;
  /**
   * The folder of the files; for several customers, with a subfolder of each by its key.
   *
   * @default - no files are written
   */
  readonly output?: string;
  /** Object id (Lighthouse) or client id (customer-app). @default - the fleet's */
  readonly deployerId?: string;
  readonly readerId?: string;
  /** Verifies the permissions in Azure, instead of showing the steps. */
  readonly verify?: boolean;
  /**
   * The identity that `verify` checks; `admin-agent`: the partner deploys the delegation itself.
   *
   * @default "deployer"
   */
  readonly as?: Purpose | "admin-agent";
  /** @default "human" */
  readonly format?: "human" | "json";
}

/**
 * `csp-baseline onboard`: shows the steps with which customers grant access to their subscriptions, or verifies that
 * access.
 */
export async function onboard(options: OnboardOptions, console: Console): Promise<ExitCode> {
  const fleet = openFleet(options, console);
  if (fleet === undefined) return EXIT.invalid;
  const isAdminAgent = options.as === "admin-agent";
  if (options.all === true && options.customers.length > 0) {
    throw new CommandError("--all cannot be combined with names of customers", EXIT.invalid);
  }
  const customers = options.all
    ? fleet.customers.filter(
        ({ access, subscriptions }) =>
          subscriptions.length > 0 && (!isAdminAgent || access.model === "lighthouse"),
      )
    : [...new Set(options.customers.map((name) => findCustomer(fleet, name)))];
  if (customers.length === 0) throw new CommandError(noneOf(options), EXIT.invalid);
  for (const { key, subscriptions } of customers) {
    if (subscriptions.length > 0) continue;
    throw new CommandError(
      `the customer ${key} has no subscriptions; add them first: csp-baseline add subscription ${key}`,
      EXIT.invalid,
    );
  }
  if (options.verify === true) {
    const { verifyOnboarding } = await import("./verify.ts");
    const { as, ...others } = options;
    const purpose = as === undefined || as === "admin-agent" ? {} : { as };
    return verifyOnboarding(fleet, customers, { ...others, ...purpose }, console);
  }
  if (isAdminAgent) return asAdminAgent(fleet, customers, options, console);
  const { output } = options;
  // Of all customers, each has a folder, whatever their current number.
  const isOne = customers.length === 1 && options.all !== true;
  const reports = customers.map((customer) => {
    const folder = output === undefined || isOne ? output : join(output, customer.key);
    return reportOf(fleet, customer, folder, options, console);
  });
  for (const { files, folder } of reports) {
    if (folder === undefined) continue;
    for (const { content, name } of files) writeWhole(join(folder, name), content);
  }
  if (options.format === "json") console.out(onboardingsJson(reports));
  else {
    for (const [index, { files, folder, onboarding }] of reports.entries()) {
      if (index > 0) console.out("");
      showOnboarding(onboarding, files, folder, console);
    }
  }
  return EXIT.ok;
}

function noneOf({ all, as }: OnboardOptions): string {
  if (all !== true) return "name a customer, or give --all";
  return as === "admin-agent"
    ? "the fleet has no customer with access of model lighthouse and subscriptions"
    : "the fleet has no customer with subscriptions";
}

/** Writes the files for an Admin agent of the partner, for all of these customers. @throws {CommandError} */
function asAdminAgent(
  fleet: Fleet,
  customers: readonly Customer[],
  options: OnboardOptions,
  console: Console,
): ExitCode {
  const { output } = options;
  const other = customers.find(({ access }) => access.model !== "lighthouse");
  if (other !== undefined) {
    throw new CommandError(
      `the access of ${other.key} is an application in its tenant: an Admin agent can only deploy Lighthouse delegations`,
      EXIT.invalid,
    );
  }
  if (output === undefined)
    throw new CommandError("--as admin-agent needs --output DIR for its scripts", EXIT.invalid);
  const reports = customers.map((customer) => reportOf(fleet, customer, undefined, options, console));
  const files = adminAgentFiles(reports.map(({ onboarding }) => onboarding));
  for (const { content, name } of files) writeWhole(join(output, name), content);
  const subscriptions = customers.reduce((sum, one) => sum + one.subscriptions.length, 0);
  console.out(
    [
      `${counted(subscriptions, "subscription")} of ${counted(customers.length, "customer")}, in ${output}:`,
      "  onboard-all.sh, onboard-all.ps1   run one of them as a user with the role Admin agent of your tenant",
      "  CUSTOMER/lighthouse.tf            or apply the Terraform configuration of each tenant",
      "Each subscription gets a result in results.csv: ok, failed, or not-csp, whose Owner has to run the customer's own script.",
      `Then: csp-baseline onboard ${customers.map(({ key }) => key).join(" ")} --verify`,
      "And: csp-baseline partner cost-visibility, because Azure hides costs in CSP by default, and then budgets may not fire",
    ].join("\n"),
  );
  return EXIT.ok;
}

/** Returns the onboarding of one customer. @throws {CommandError} when the deploying identity is not configured */
function reportOf(
  fleet: Fleet,
  customer: Customer,
  folder: string | undefined,
  options: OnboardOptions,
  console: Console,
): OnboardingReport {
  const onboarding = onboardingOf(fleet, customer, idsOf(options));
  for (const purpose of missingPurposes(onboarding)) {
    const message = howToName(purpose, onboarding);
    if (purpose === "deployer") throw new CommandError(message, EXIT.invalid);
    console.err(`${console.style("yellow", "warning")} ${message}`);
  }
  return { onboarding, files: onboardingFiles(onboarding), folder };
}

function missingPurposes({ delegates }: Onboarding): Purpose[] {
  return PURPOSES.filter((purpose) => !delegates.some((delegate) => delegate.purpose === purpose));
}

/** Explains which identity to create, and where to record it. */
function howToName(purpose: Purpose, { model, partner }: Onboarding): string {
  const does = purpose === "deployer" ? "deploys" : "plans, reviews and audits";
  if (model === "lighthouse") {
    return [
      `no principal is configured that ${does}. In your own tenant (${partner.tenantId}) create a security group, put the application or people into it, and give its object id with --${purpose}-id, or in partner.yaml:`,
      `    az ad group create --display-name csp-baseline-${purpose} --mail-nickname csp-baseline-${purpose} --query id --output tsv`,
      `    access: { model: lighthouse, ${purpose}: { objectId: <object id>, name: csp-baseline-${purpose} } }`,
    ].join("\n");
  }
  const key = purpose === "deployer" ? "clientId" : "readerClientId";
  return [
    `no application is named that ${does}. Register one in your own tenant (${partner.tenantId}) for accounts in any tenant, and give its client id with --${purpose}-id, or in the fleet:`,
    `    az ad app create --display-name csp-baseline-${purpose} --sign-in-audience AzureADMultipleOrgs --query appId --output tsv`,
    `    access: { model: customer-app, ${key}: <client id> }`,
  ].join("\n");
}

function idsOf({ deployerId, readerId }: OnboardOptions): DelegateIds {
  const ids = { ...(deployerId && { deployer: deployerId }), ...(readerId && { reader: readerId }) };
  for (const [purpose, id] of Object.entries(ids)) {
    if (!isGuid(id)) {
      const found = JSON.stringify(id.slice(0, 60));
      throw new CommandError(`--${purpose}-id must be a GUID, got ${found}`, EXIT.invalid);
    }
  }
  return Object.fromEntries(Object.entries(ids).map(([purpose, id]) => [purpose, id.toLowerCase()]));
}
