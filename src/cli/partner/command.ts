import { type AddCommand, EXIT_CODES } from "../command.ts";
import { addAlerts } from "./alerts/command.ts";
import { addPartnerAttest } from "./attest/command.ts";
import { addPartnerBudgets } from "./budgets/command.ts";
import { addPartnerContact } from "./contact/command.ts";
import { addCostVisibility } from "./cost-visibility/command.ts";
import { addPartnerCustomerTexts } from "./customer-texts/command.ts";
import { addPartnerDuties } from "./duties/command.ts";
import { addIncident } from "./incident/command.ts";
import { addPartnerRegister } from "./register/command.ts";
import { addPartnerReportMissed } from "./report-missed/command.ts";
import { addPartnerResellers } from "./resellers/command.ts";
import { addScore } from "./score/command.ts";
import { addWebhook } from "./webhook/command.ts";

/** The verbs of `csp-baseline partner`, in the order of its help: one file each in `partner/`. */
const PARTNER_COMMANDS: readonly AddCommand[] = [
  addScore,
  addAlerts,
  addIncident,
  addPartnerContact,
  addPartnerAttest,
  addPartnerDuties,
  addPartnerRegister,
  addPartnerReportMissed,
  addPartnerCustomerTexts,
  addWebhook,
  addCostVisibility,
  addPartnerBudgets,
  addPartnerResellers,
];

/** Declares the verb for the partner's own duties, with its subverbs. */
export const addPartner: AddCommand = (program, context) => {
  const partner = program
    .command("partner")
    .description("the partner's own duties: contact, attestations, alerts and score")
    .helpCommand(false)
    .showSuggestionAfterError()
    .addHelpText("after", EXIT_CODES);
  for (const add of PARTNER_COMMANDS) add(partner, context);
};
