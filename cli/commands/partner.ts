import type { AddCommand } from "./command.ts";
import { EXIT_CODES } from "./command.ts";

/** The verbs of `csp-baseline partner`, in the order in which its help shows them: a file each in `partner/`. */
const PARTNER_COMMANDS: readonly AddCommand[] = [];

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
