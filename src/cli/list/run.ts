import { escapeControls } from "../../fleet/echo.ts";
import { type Fleet, formatPosition } from "../../fleet/index.ts";
import { type Console, counted } from "../console.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { type FleetOptions, openFleet } from "../fleet-input.ts";
import { readSelection, type SelectionOptions, selectSubscriptions } from "../selection.ts";
import { type CustomerEntry, customerEntry, exceptionWords, type SubscriptionEntry } from "./entries.ts";
import type { LISTS } from "./lists.ts";

export interface ListOptions extends FleetOptions, SelectionOptions {
  /** The list for the human format; JSON always contains all. @default - an overview */
  readonly what?: (typeof LISTS)[number];
  /** @default "human" */
  readonly format?: "human" | "json";
}

/** `csp-baseline list`: lists the fleet. Expired exceptions are listed as ended. */
export function list(options: ListOptions, console: Console): ExitCode {
  const fleet = openFleet(options, console, "keep");
  if (fleet === undefined) return EXIT.invalid;
  const customers = entriesOf(fleet, options);
  if (options.format === "json") console.out(listJson(fleet, customers));
  else for (const line of LINES[options.what ?? "overview"](customers, fleet, console)) console.out(line);
  return EXIT.ok;
}

/** Customers without a subscription are listed unless a part of the fleet is selected. */
function entriesOf(fleet: Fleet, options: ListOptions): CustomerEntry[] {
  const selection = readSelection(options);
  const selected = new Set(selectSubscriptions(fleet, selection));
  const isWhole = selection.isWhole && selection.shard === undefined;
  return fleet.customers.flatMap((customer) => {
    const subscriptions = customer.subscriptions.filter((one) => selected.has(one));
    return subscriptions.length > 0 || isWhole ? [customerEntry(fleet, customer, subscriptions)] : [];
  });
}

type Lines = (customers: readonly CustomerEntry[], fleet: Fleet, console: Console) => string[];

const LINES: Readonly<Record<"overview" | (typeof LISTS)[number], Lines>> = {
  overview: (customers, fleet, console) => {
    const lines = customers.flatMap((customer) => [
      `${console.style("bold", customer.key)}  ${customerWords(customer)}`,
      ...table(
        customer.subscriptions.map(({ exceptions, id, name }) => [
          `  ${escapeControls(name)}`,
          id,
          exceptions.map(exceptionWords).join(", "),
        ]),
      ),
    ]);
    const subscriptions = allOf(customers);
    const excepted = subscriptions.filter(({ exceptions }) =>
      exceptions.some(({ expired }) => !expired),
    ).length;
    return [
      ...lines,
      ...(lines.length > 0 ? [""] : []),
      `${counted(customers.length, "customer")}, ${counted(subscriptions.length, "subscription")}, ${excepted} with an exception; state: ${placeOf(fleet)}`,
    ];
  },
  customers: (customers) =>
    table(customers.map((customer) => [customer.key, customer.tenantId, customerWords(customer)])),
  subscriptions: (customers) =>
    table(allOf(customers).map(({ customer, id, name }) => [id, escapeControls(`${customer}/${name}`)])),
  exceptions: (customers) =>
    table(
      allOf(customers).flatMap(({ customer, exceptions, name }) =>
        exceptions.map((one) => [
          escapeControls(`${customer}/${name}`),
          one.control,
          `${one.expired ? "ended" : "until"} ${one.expires}`,
          escapeControls(`${one.reason} (${one.approvedBy}, ${formatPosition(one.location)})`),
        ]),
      ),
    ),
  backends: (customers, fleet) => [
    placeOf(fleet),
    ...table(
      allOf(customers).map(({ customer, name, state }) => [
        `  ${escapeControls(`${customer}/${name}`)}`,
        state.key,
      ]),
    ),
  ],
};

function customerWords({ access, displayName, subscriptions }: CustomerEntry): string {
  return `${escapeControls(displayName)}, ${access.model}, ${counted(subscriptions.length, "subscription")}`;
}

/** Returns the backend with its identifying setting: the folder, container or organization of the states. */
function placeOf({ backend }: Fleet): string {
  switch (backend.type) {
    case "local":
      return "local, in tfstate next to the stacks";
    case "azurerm":
      return `azurerm, ${backend.storageAccountName}/${backend.containerName} in ${backend.resourceGroupName}`;
    case "cloud":
      return `cloud, ${backend.organization} at ${backend.hostname ?? "app.terraform.io"}`;
  }
}

function allOf(customers: readonly CustomerEntry[]): SubscriptionEntry[] {
  return customers.flatMap(({ subscriptions }) => subscriptions);
}

/** Formats cells in columns; the last one is not padded. */
function table(rows: readonly (readonly string[])[]): string[] {
  const columns = rows[0]?.length ?? 0;
  const widths = Array.from({ length: columns }, (_, index) =>
    rows.reduce((widest, row) => Math.max(widest, row[index]?.length ?? 0), 0),
  );
  return rows.map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

/** `csp-baseline/list/v1` */
function listJson(fleet: Fleet, customers: readonly CustomerEntry[]): string {
  const { partner } = fleet;
  const subscriptions = allOf(customers);
  const report = {
    schema: "csp-baseline/list/v1",
    partner: { name: partner.name, tenantId: partner.tenantId },
    backend: fleet.backend,
    summary: {
      customers: customers.length,
      subscriptions: subscriptions.length,
      exceptions: subscriptions.reduce((sum, { exceptions }) => sum + exceptions.length, 0),
    },
    customers,
  };
  return JSON.stringify(report, undefined, 2);
}
