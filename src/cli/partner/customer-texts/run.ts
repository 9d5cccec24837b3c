import { join } from "node:path";
import { didYouMean } from "../../../fleet/did-you-mean.ts";
import { quote } from "../../../fleet/echo.ts";
import type { Customer, CustomerLanguage } from "../../../fleet/index.ts";
import { customerText } from "../../../partner/customer-text/customer-text.ts";
import { type Console, counted } from "../../console.ts";
import { CommandError, EXIT, type ExitCode } from "../../exit-codes.ts";
import { writeWhole } from "../../files.ts";
import { openFleet } from "../../fleet-input.ts";
import type { PartnerOptions } from "../input.ts";

export interface CustomerTextsOptions extends Omit<PartnerOptions, "format"> {
  /** The customer's key. @default all customers */
  readonly customer?: string;
  /** The folder to write to: a file for each customer, named for its key. @default standard output */
  readonly output?: string;
  /** @default each customer's, or English */
  readonly language?: CustomerLanguage;
}

/** `csp-baseline partner customer-texts`: renders the text about notices for each customer's administrators. */
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
      `${quote(key)} is not a customer of the fleet${hint === undefined ? "" : `. ${hint}`}`,
      EXIT.invalid,
    );
  }
  const textOf = (customer: Customer) => customerText(fleet.partner, customer, options.language);
  if (fleet.partner.securityContact?.phone === undefined)
    console.err("the texts have no phone number: set partner.securityContact.phone");
  if (output === undefined) {
    console.out(customers.map(textOf).join("\n---\n\n").trimEnd());
    return EXIT.ok;
  }
  for (const customer of customers) writeWhole(join(output, `${customer.key}.md`), textOf(customer));
  console.out(`${counted(customers.length, "text")} written to ${output}`);
  return EXIT.ok;
}
