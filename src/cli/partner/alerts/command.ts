import { Argument } from "commander";
import { type AddCommand, choosing, fleetOption, formatOption, verb } from "../../command.ts";

export const addAlerts: AddCommand = (program, { console, end }) => {
  verb(
    program,
    "alerts",
    "Microsoft's security alerts of the customers' subscriptions, and whether they are answered",
  )
    .addArgument(
      choosing(new Argument("[action]", "the action"), ["list", "show", "investigate", "resolve"]).default(
        "list",
      ),
    )
    .argument("[id]", "the alert to show, investigate or resolve")
    .addOption(fleetOption())
    .option("--reason <reason>", "the reason for resolving: legitimate, fraud or ignore")
    .option("--note <text>", "a note for the record")
    .option("--record <file>", "append the action with time and reason: JSON Lines")
    .option("--yes", "write without confirmation")
    .option("--active", "only open ones: active, or under investigation")
    .option("--customer <customer>", "only of this customer: key, tenant or display name")
    .option("--reseller <tenant>", "only of this indirect reseller, by its tenant or the fleet's name for it")
    .option("--since <date>", "only detected on this day or later, YYYY-MM-DD")
    .option("--legacy", "the older fraud events of Partner Center, read only")
    .option("--watch [seconds]", "poll (default: every 300 seconds), and show changes")
    .addOption(formatOption())
    .action(async (action: string, id: string | undefined, flags) => {
      const { alerts } = await import("./run.ts");
      end(await alerts({ ...flags, action, ...(id === undefined ? {} : { id }) }, console));
    });
};
