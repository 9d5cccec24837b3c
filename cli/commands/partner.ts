import { type AddCommand, EXIT_CODES } from "./command.ts";
import { addAlerts } from "./partner/alerts.ts";
import { addScore } from "./partner/score.ts";
import { addWebhook } from "./partner/webhook.ts";

const COMMANDS: readonly AddCommand[] = [addAlerts, addScore, addWebhook];

export const addPartner: AddCommand = (program, context) => {
  const partner = program
    .command("partner")
    .description("the partner's own duties: alerts, score and contact")
    .helpCommand(false)
    .addHelpText("after", EXIT_CODES);
  for (const add of COMMANDS) add(partner, context);
};
