import { escapeControls } from "../../../fleet/echo.ts";
import { findSubscription } from "../../../fleet/find.ts";
import type { Fleet, Subscription } from "../../../fleet/index.ts";
import { type MissedAlert, MissedAlertError, missedAlertDetails } from "../../../partner/missed-alert.ts";
import { type Console, note } from "../../console.ts";
import { CommandError, EXIT, type ExitCode } from "../../exit-codes.ts";
import { openFleet } from "../../fleet-input.ts";
import { type PartnerOptions, showJson } from "../input.ts";

export interface ReportMissedOptions extends PartnerOptions, MissedAlert {
  /** Its id, its name if it is unique, or `customer/name`. */
  readonly subscription: string;
}

/**
 * `csp-baseline partner report-missed`: shows the six details that Partner Center's support needs for a missing alert.
 * https://learn.microsoft.com/partner-center/azure-fraud-notification
 */
export function reportMissed(options: ReportMissedOptions, console: Console): ExitCode {
  const fleet = openFleet(options, console, "keep");
  if (fleet === undefined) return EXIT.invalid;
  const subscription = findSubscription(fleet, options.subscription);
  const details = detailsOf(fleet, subscription, options, console);
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
    note(console, "Open a support request in Partner Center, with these details");
  }
  return EXIT.ok;
}

function detailsOf(
  fleet: Fleet,
  subscription: Subscription,
  options: ReportMissedOptions,
  console: Console,
): ReturnType<typeof missedAlertDetails> {
  try {
    return missedAlertDetails(fleet, subscription, options, console.now());
  } catch (error) {
    if (error instanceof MissedAlertError) throw new CommandError(error.message, EXIT.invalid);
    throw error;
  }
}
