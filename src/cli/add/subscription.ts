import { amountHint } from "../../fleet/amount.ts";
import { quote } from "../../fleet/echo.ts";
import { findCustomer } from "../../fleet/find.ts";
import { shellWord } from "../../text/shell-word.ts";
import type { Console } from "../console.ts";
import { CommandError, EXIT, type ExitCode } from "../exit-codes.ts";
import { type AddOptions, addToFleet, guidOf } from "./write.ts";

export interface AddSubscriptionOptions extends AddOptions {
  /** Its key, display name or tenant id. */
  readonly customer: string;
  readonly id: string;
  readonly name: string;
  /** The amount of its monthly budget. @default - the customer's or the partner's */
  readonly budget?: string;
}

/** `csp-baseline add subscription`: adds an entry at the end of its customer's list. */
export function addSubscription(options: AddSubscriptionOptions, console: Console): ExitCode {
  const id = guidOf("--id", options.id);
  const { budget, name } = options;
  const amount = budget === undefined ? undefined : amountOf(budget);
  return addToFleet(options, console, (fleet) => {
    const customer = findCustomer(fleet, options.customer);
    const values = amount === undefined ? [] : [{ path: ["budget", "amount"], value: amount }];
    return {
      plan: { customers: [], extensions: [{ customer, subscriptions: [{ id, name, values }] }] },
      added: { subscription: { id, name, customer: customer.key } },
      next: `csp-baseline onboard ${shellWord(customer.key)} --verify, then csp-baseline synth`,
    };
  });
}

/** @throws {CommandError} */
function amountOf(text: string): number {
  if (/^\d{1,12}(\.\d{1,2})?$/.test(text)) return Number(text);
  const hint = amountHint(text);
  throw new CommandError(
    `--budget must be a number, got ${quote(text)}${hint === undefined ? "" : `. ${hint}`}`,
    EXIT.invalid,
  );
}
