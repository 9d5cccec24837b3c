import { type AddCommand, EXIT_CODES } from "./command.ts";
import { addAlerts } from "./partner/alerts.ts";
import { addPartnerAttest } from "./partner/attest.ts";
import { addPartnerContact } from "./partner/contact.ts";
import { addPartnerCustomerTexts } from "./partner/customer-texts.ts";
import { addPartnerRegister } from "./partner/register.ts";
import { addPartnerReportMissed } from "./partner/report-missed.ts";
import { addScore } from "./partner/score.ts";
import { addWebhook } from "./partner/webhook.ts";

/** The verbs of `csp-baseline partner`, in the order in which its help shows them: a file each in `partner/`. */
const PARTNER_COMMANDS: readonly AddCommand[] = [
  addScore,
  addAlerts,
  addPartnerContact,
  addPartnerAttest,
  addPartnerRegister,
  addPartnerReportMissed,
  addPartnerCustomerTexts,
  addWebhook,
];

/** What is the partner's own duty: verbs of their own below one. */
export const addPartner: AddCommand = (program, context) => {
  const partner = program
    .command("partner")
    .description("the partner's own duties: contact, attestations, alerts and score")
    .helpCommand(false)
    .showSuggestionAfterError()
    .addHelpText("after", EXIT_CODES);
  for (const add of PARTNER_COMMANDS) add(partner, context);
};
