import { type ExplainedValue, explain } from "../../controls/explanation.ts";
import { escapeControls } from "../../fleet/echo.ts";
import { type CustomerOrSubscription, findNamed } from "../../fleet/find.ts";
import { type Customer, type Fleet, formatPosition, type Subscription } from "../../fleet/index.ts";
import type { Console } from "../console.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { type FleetOptions, openFleet } from "../fleet-input.ts";
import { customerEntry, exceptionWords, subscriptionEntry } from "../list/entries.ts";

export interface ShowOptions extends FleetOptions {
  /** Customers and subscriptions, at least one. */
  readonly names: readonly string[];
  /** @default "human" */
  readonly format?: "human" | "json";
}

/** `csp-baseline show`: shows customers and subscriptions with their own settings. */
export function show(options: ShowOptions, console: Console): ExitCode {
  const fleet = openFleet(options, console, "keep");
  if (fleet === undefined) return EXIT.invalid;
  const found = options.names.map((name) => findNamed(fleet, name));
  if (options.format === "json") console.out(showJson(found, fleet));
  else {
    const blocks = found.map((one) =>
      one.kind === "customer"
        ? customerLines(one.customer, fleet, console)
        : subscriptionLines(one.subscription, fleet, console),
    );
    console.out(blocks.map((lines) => lines.join("\n")).join("\n\n"));
  }
  return EXIT.ok;
}

function customerLines(customer: Customer, fleet: Fleet, console: Console): string[] {
  const { access, displayName, key, location, subscriptions, tenantId } = customerEntry(fleet, customer);
  return [
    `${console.style("bold", key)}  ${escapeControls(displayName)}${at(location, console)}`,
    `  tenant: ${tenantId}`,
    `  access: ${access.model}, signed in to ${access.signInTenantId}`,
    `  subscriptions: ${subscriptions.length}`,
    ...subscriptions.flatMap(({ exceptions, id, name }) => [
      `    ${escapeControls(name)}  ${id}`,
      ...exceptions.map((one) => `      ${exceptionWords(one)}`),
    ]),
    `  next: csp-baseline onboard ${key}`,
  ];
}

function subscriptionLines(subscription: Subscription, fleet: Fleet, console: Console): string[] {
  const { customer, exceptions, id, location, name, state } = subscriptionEntry(fleet, subscription);
  const own = ownValues(subscription, fleet);
  const { budget, contacts } = subscription.baseline;
  return [
    `${console.style("bold", escapeControls(`${customer}/${name}`))}  ${id}${at(location, console)}`,
    `  customer: ${escapeControls(subscription.customer.displayName)}, tenant ${subscription.customer.tenantId}`,
    `  state: ${state.type}: ${state.key}`,
    `  budget: ${budget.amount}${budget.currency === undefined ? "" : ` ${budget.currency}`} a month`,
    `  security contact: ${contacts.security.emails.join(", ")}`,
    ...(exceptions.length === 0 ? ["  exceptions: none"] : ["  exceptions:"]),
    ...exceptions.map(
      (one) => `    ${escapeControls(`${exceptionWords(one)}: ${one.reason} (${one.approvedBy})`)}`,
    ),
    ...(own.length === 0 ? ["  its own settings: none"] : ["  its own settings:"]),
    ...own.map(({ path, value }) => `    ${escapeControls(`${path.join(".")}: ${JSON.stringify(value)}`)}`),
    `  next: csp-baseline explain ${id}`,
  ];
}

/** Returns the settings of the subscription's own entry, without the layers above. */
function ownValues(subscription: Subscription, fleet: Fleet): ExplainedValue[] {
  return explain(fleet, subscription).values.filter(({ origin }) => origin?.layer === "subscription");
}

function at(location: Parameters<typeof formatPosition>[0], console: Console): string {
  return `  ${console.style("dim", `# ${escapeControls(formatPosition(location))}`)}`;
}

/** `csp-baseline/show/v1`: in the order of the arguments. */
function showJson(found: readonly CustomerOrSubscription[], fleet: Fleet): string {
  const customers = found.flatMap((one) => (one.kind === "customer" ? [one.customer] : []));
  const subscriptions = found.flatMap((one) => (one.kind === "subscription" ? [one.subscription] : []));
  const report = {
    schema: "csp-baseline/show/v1",
    customers: customers.map((customer) => customerEntry(fleet, customer)),
    subscriptions: subscriptions.map((one) => ({
      ...subscriptionEntry(fleet, one),
      own: ownValues(one, fleet).map(({ origin, path, value }) => ({
        path,
        value,
        ...(origin === undefined ? {} : { location: origin.position }),
      })),
    })),
  };
  return JSON.stringify(report, undefined, 2);
}
