import { escapeControls, quote } from "../../../fleet/echo.ts";
import { findSubscription } from "../../../fleet/find.ts";
import { parseCalendarDate, type Subscription } from "../../../fleet/index.ts";
import type { Console } from "../../console.ts";
import { CommandError, EXIT, type ExitCode } from "../../exit-codes.ts";
import { openFleet } from "../../fleet-input.ts";
import { type PartnerOptions, showJson } from "../input.ts";

export interface ReportMissedOptions extends PartnerOptions {
  /** Its id, its name where that is one subscription's alone, or `customer/name`. */
  readonly subscription: string;
  /** The full id of what was misused. */
  readonly resource: string;
  /** `YYYY-MM-DD`, or an instant in ISO 8601. */
  readonly from: string;
  readonly to: string;
}

/**
 * `csp-baseline partner report-missed`: the six details that Partner Center's support asks for when an alert never
 * came. https://learn.microsoft.com/partner-center/azure-fraud-notification
 */
export function reportMissed(options: ReportMissedOptions, console: Console): ExitCode {
  const fleet = openFleet(options, console, "keep");
  if (fleet === undefined) return EXIT.invalid;
  const subscription = findSubscription(fleet, options.subscription);
  const start = instantOf("--from", options.from, console);
  const end = instantOf("--to", options.to, console);
  if (end < start) throw wrong(`--to must not be before --from (found ${quote(options.to)})`);
  const details = {
    partnerTenantId: fleet.partner.tenantId,
    customerTenantId: subscription.customer.tenantId,
    subscriptionId: subscription.id,
    resourceId: resourceOf(options.resource, subscription),
    impactStart: options.from,
    impactEnd: options.to,
  };
  if (options.format === "json")
    showJson({ schema: "csp-baseline/partner-missed-alert/v1", ...details }, console);
  else {
    const lines = [
      `Partner Tenant ID   ${details.partnerTenantId}`,
      `Customer Tenant ID  ${details.customerTenantId}`,
      `Subscription ID     ${details.subscriptionId}`,
      `Resource ID         ${details.resourceId}`,
      `Impact start        ${details.impactStart}`,
      `Impact end          ${details.impactEnd}`,
    ];
    console.out(lines.map(escapeControls).join("\n"));
    console.err("Open a support request in Partner Center, and send it these");
  }
  return EXIT.ok;
}

function resourceOf(text: string, { id }: Subscription): string {
  const isResource = /^\/subscriptions\/[0-9a-f-]{36}(\/[^\s/\p{C}]+)+$/iu.test(text) && text.length <= 2048;
  if (!isResource)
    throw wrong(
      `--resource must be a full resource id, such as /subscriptions/${id}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm (found ${quote(text)})`,
    );
  if (!text.toLowerCase().startsWith(`/subscriptions/${id}/`))
    throw wrong(`--resource is in another subscription than ${id} (found ${quote(text)})`);
  return text;
}

/** In milliseconds; a day begins with its first. */
function instantOf(flag: string, text: string, console: Console): number {
  const isDay = parseCalendarDate(text) !== undefined;
  const isInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/.test(text);
  const time =
    isDay || (isInstant && parseCalendarDate(text.slice(0, 10)) !== undefined)
      ? Date.parse(text)
      : Number.NaN;
  if (Number.isNaN(time))
    throw wrong(
      `${flag} must be a day (2026-11-20) or an instant with its zone (2026-11-20T14:00:00Z), found ${quote(text)}`,
    );
  if (time > console.now().getTime()) throw wrong(`${flag} must not be in the future (found ${quote(text)})`);
  return time;
}

function wrong(message: string): CommandError {
  return new CommandError(message, EXIT.invalid);
}
