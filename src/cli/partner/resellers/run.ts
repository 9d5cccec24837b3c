import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Service } from "../../../azure/client.ts";
import { azureFailure } from "../../../azure/failure.ts";
import type { Customer, Fleet } from "../../../fleet/index.ts";
import { connectPartnerCenter } from "../../../partner/connect.ts";
import { FleetEditError, withReseller } from "../../../partner/fleet-edit.ts";
import { type CustomerReseller, resellersOf } from "../../../partner/partner-center/resellers.ts";
import { plain } from "../../../text/wording.ts";
import { type Console, count, counted } from "../../console.ts";
import { CommandError, EXIT, type ExitCode } from "../../exit-codes.ts";
import { type FileChange, writeAllWhole } from "../../files.ts";
import { fleetFolder, openFleet } from "../../fleet-input.ts";
import { chosenCustomers } from "../customer-budgets.ts";
import {
  asking,
  type Connection,
  connectOptions,
  notForResellers,
  type PartnerOptions,
  showJson,
} from "../input.ts";

export interface ResellersOptions extends PartnerOptions {
  /** Keys, tenants or display names. @default all of the fleet's */
  readonly customers?: readonly string[];
  /** Writes the resellers of Partner Center into the customers' files. */
  readonly write?: boolean;
}

const SCHEMA = "csp-baseline/partner-resellers/v1";
const AT_ONCE = 8;

/** The comparison of the fleet with Partner Center for a customer. */
type State = "same" | "missing" | "other" | "several" | "none" | "unknown";

interface Row {
  readonly customer: Customer;
  readonly found: readonly CustomerReseller[];
  readonly state: State;
  readonly failure?: string;
}

/**
 * `csp-baseline partner resellers`: shows the resellers of each customer of an indirect provider, in Partner Center and
 * in the fleet. Returns 1 when they differ, or could not be read.
 */
export async function partnerResellers(
  options: ResellersOptions,
  console: Console,
  world: { readonly connection?: Connection } = {},
): Promise<ExitCode> {
  const fleet = openFleet(options, console, "keep");
  if (fleet === undefined) return EXIT.invalid;
  notForResellers(fleet, "Partner Center's API");
  if (fleet.partner.role === "direct-bill") {
    throw new CommandError(
      "a direct-bill partner has no indirect resellers: see partner.role in partner.yaml",
      EXIT.invalid,
    );
  }
  const customers = chosenCustomers(fleet, options.customers ?? []);
  const partnerCenter = await asking("Partner Center", "the role Admin agent", () =>
    connectPartnerCenter(connectOptions(fleet, console, world.connection), "user"),
  );
  const rows = await readAll(partnerCenter, customers, fleet, console);
  const written = options.write ? writeAll(rows, fleetFolder(options, console), console) : [];
  show(rows, written, options, console);
  if (rows.length > 0 && rows.every(({ state }) => state === "unknown")) return EXIT.outside;
  const isOpen = ({ customer, state }: Row) => state !== "same" && !written.includes(customer.key);
  return rows.some(isOpen) ? EXIT.findings : EXIT.ok;
}

async function readAll(
  partnerCenter: Service,
  customers: readonly Customer[],
  { partner }: Fleet,
  console: Console,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (let first = 0; first < customers.length; first += AT_ONCE) {
    console.progress(`${count(first)} of ${counted(customers.length, "customer")}`);
    const some = customers.slice(first, first + AT_ONCE).map(async (customer): Promise<Row> => {
      try {
        const found = await resellersOf(partnerCenter, customer.tenantId, partner.tenantId);
        return { customer, found, state: stateOf(customer, found) };
      } catch (error) {
        return { customer, found: [], state: "unknown", failure: azureFailure(error).message };
      }
    });
    rows.push(...(await Promise.all(some)));
  }
  console.progress("");
  return rows;
}

function stateOf({ reseller }: Customer, found: readonly CustomerReseller[]): State {
  const [only, ...others] = found;
  if (only === undefined) return reseller === undefined ? "same" : "none";
  if (reseller !== undefined)
    return found.some(({ tenantId }) => tenantId === reseller.tenantId) ? "same" : "other";
  return others.length === 0 ? "missing" : "several";
}

/** @returns the keys of the customers whose files were written */
function writeAll(rows: readonly Row[], folder: string, console: Console): string[] {
  const changes = rows.flatMap(({ customer, found, state }) => {
    const [only, ...others] = found;
    if (only === undefined || others.length > 0 || (state !== "missing" && state !== "other")) return [];
    const path = join(folder, "customers", basename(customer.position().file));
    const before = readFileSync(path, "utf8");
    try {
      return [{ key: customer.key, path, before, text: withReseller(before, only) }];
    } catch (error) {
      if (!(error instanceof FleetEditError)) throw error;
      throw new CommandError(`${path}: ${error.message}; nothing was written`, EXIT.invalid);
    }
  });
  writeAllWhole(changes.map(({ before, path, text }): FileChange => ({ path, before, text })));
  for (const { path } of changes) console.err(`written: ${path}`);
  return changes.map(({ key }) => key);
}

function show(
  rows: readonly Row[],
  written: readonly string[],
  { format }: ResellersOptions,
  console: Console,
): void {
  if (format === "json") {
    const customers = rows.map(({ customer, failure, found, state }) => ({
      customer: customer.key,
      state,
      partnerCenter: found.map(({ name, tenantId }) => ({ tenantId, name })),
      fleet: customer.reseller ?? null,
      written: written.includes(customer.key),
      failure: failure ?? null,
    }));
    showJson({ schema: SCHEMA, customers }, console);
    return;
  }
  const width = Math.max(0, ...rows.map(({ customer }) => customer.key.length));
  for (const row of rows) console.out(`${row.customer.key.padEnd(width)}  ${textOf(row, written, console)}`);
}

function textOf(
  { customer, failure, found, state }: Row,
  written: readonly string[],
  console: Console,
): string {
  const names = found.map(({ name, tenantId }) => `${plain(name, 80)} (${tenantId})`).join(" and ");
  const own = customer.reseller === undefined ? "no reseller" : plain(customer.reseller.name, 80);
  if (written.includes(customer.key)) return `${names}, written into the fleet`;
  switch (state) {
    case "same":
      return names === "" ? "no reseller" : names;
    case "missing":
      return `${names}; ${console.style("red", "the fleet does not name it")}: --write`;
    case "other":
      return `${names}; ${console.style("red", `the fleet names ${own}`)}: --write`;
    case "several":
      return `${names}; ${console.style("red", "the fleet names none of them")}: choose one, as reseller in its file`;
    case "none":
      return `no reseller; ${console.style("red", `the fleet names ${own}`)}`;
    case "unknown":
      return console.style("yellow", `unknown (${plain(failure ?? "", 200)})`);
  }
}
