import { join } from "node:path";
import { didYouMean } from "../../../fleet/did-you-mean.ts";
import { quote } from "../../../fleet/echo.ts";
import { customerText } from "../../../partner/customer-text.ts";
import { type Console, counted } from "../../console.ts";
import { CommandError, EXIT, type ExitCode } from "../../exit-codes.ts";
import { writeWhole } from "../../files.ts";
import { openFleet } from "../../fleet-input.ts";
import type { PartnerOptions } from "../input.ts";

export interface CustomerTextsOptions extends Omit<PartnerOptions, "format"> {
  /** The customer's key. @default all customers */
  readonly customer?: string;
  /** The folder to write to: a file for each customer, named for its key. */
  readonly output: string;
}

/** `csp-baseline partner customer-texts`: for each customer what its own administrators should know of notices. */
export function customerTexts(options: CustomerTextsOptions, console: Console): ExitCode {
  const fleet = openFleet(options, console, "keep");
  if (fleet === undefined) return EXIT.invalid;
  const { customer: key, output } = options;
  const customers = fleet.customers.filter((one) => key === undefined || one.key === key);
  if (customers.length === 0 && key !== undefined) {
    const hint = didYouMean(
      key,
      fleet.customers.map((one) => one.key),
    );
    throw new CommandError(
      `${quote(key)} is no customer of the fleet${hint === undefined ? "" : `. ${hint}`}`,
      EXIT.invalid,
    );
  }
  for (const customer of customers)
    writeWhole(join(output, `${customer.key}.md`), customerText(fleet.partner.name, customer));
  console.out(`${counted(customers.length, "text")} written to ${output}`);
  return EXIT.ok;
}
