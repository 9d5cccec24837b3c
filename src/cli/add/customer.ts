import type { NewCustomer } from "../../adopt/import/index.ts";
import { quote } from "../../fleet/echo.ts";
import type { Fleet } from "../../fleet/index.ts";
import { customerKey, oneLine } from "../../fleet/labels.ts";
import type { Console } from "../console.ts";
import { CommandError, EXIT, type ExitCode } from "../exit-codes.ts";
import { type AddOptions, addToFleet, guidOf } from "./write.ts";

export interface AddCustomerOptions extends AddOptions {
  /** Its display name. */
  readonly name: string;
  readonly tenantId: string;
  /** @default - derived from the name */
  readonly key?: string;
  /** @default - the partner's */
  readonly access?: "lighthouse" | "customer-app";
  readonly clientId?: string;
}

const LONGEST_NAME = 256;

/** `csp-baseline add customer`: writes a file for a new customer without subscriptions. */
export function addCustomer(options: AddCustomerOptions, console: Console): ExitCode {
  const customer = (fleet: Fleet) => newCustomer(fleet, options);
  return addToFleet(options, console, (fleet) => {
    const { displayName, key, tenantId } = customer(fleet);
    return {
      plan: { customers: [customer(fleet)], extensions: [] },
      added: { customer: { key, displayName, tenantId } },
      next: `csp-baseline add subscription ${key} --id GUID --name NAME`,
    };
  });
}

function newCustomer(fleet: Fleet, options: AddCustomerOptions): NewCustomer {
  const tenantId = guidOf("--tenant-id", options.tenantId);
  if (options.clientId !== undefined && options.access !== "customer-app")
    throw new CommandError("--client-id needs --access customer-app", EXIT.invalid);
  const clientId = options.clientId === undefined ? undefined : guidOf("--client-id", options.clientId);
  const existing = fleet.customers.find((one) => one.tenantId === tenantId);
  if (existing !== undefined) {
    throw new CommandError(
      `the tenant ${tenantId} is in the fleet already, as the customer ${quote(existing.key)}: csp-baseline add subscription ${existing.key}`,
      EXIT.invalid,
    );
  }
  const displayName = oneLine(options.name, LONGEST_NAME);
  const taken = new Set<string>(fleet.customers.map(({ key }) => key));
  const key = options.key ?? customerKey({ tenantId, displayName }, taken);
  if (options.key !== undefined && !/^[a-z0-9](-?[a-z0-9]){0,63}$/.test(key)) {
    throw new CommandError(
      `--key must consist of lower-case letters and digits, with single hyphens between them, got ${quote(key)}`,
      EXIT.invalid,
    );
  }
  if (fleet.customers.some((one) => one.key === key))
    throw new CommandError(
      `the fleet has a customer ${quote(key)} already: give another --key`,
      EXIT.invalid,
    );
  const access =
    options.access === undefined
      ? {}
      : { access: { model: options.access, ...(clientId === undefined ? {} : { clientId }) } };
  return { key, displayName: displayName || key, tenantId, ...access, subscriptions: [] };
}
