import { Option } from "commander";
import { MEASURES } from "../../../partner/incident/measure-names.ts";
import { type AddCommand, choosing, fleetOption, formatOption, verb } from "../../command.ts";

export const addIncident: AddCommand = (program, { console, end }) => {
  verb(program, "incident", "gather the data of an incident in one folder, and contain it step by step")
    .argument("<subscription>", "id, customer/name, or name; the id of one that is not in the fleet")
    .addOption(fleetOption())
    .option("--alert <id>", "the alert that started it (default: every open alert of the subscription)")
    .option("--since <date>", "gather from this day on, YYYY-MM-DD (default: a week before the first alert)")
    .option("--customer <tenant>", "the customer's tenant, if neither the fleet nor an alert contains it")
    .option("--folder <dir>", "the folder (default: incidents/<subscription id>)")
    .addOption(
      choosing(
        new Option("--do <measure>", "take one measure, after asking for the name of the subscription"),
        MEASURES,
      ),
    )
    .addOption(choosing(new Option("--undo <measure>", "undo a measure, if possible"), MEASURES))
    .option("--only <id...>", "with remove-assignments and cancel-deployments: only these")
    .option("--reason <reason>", "with resolve: legitimate, fraud or ignore")
    .option("--confirm <name>", "the name of the subscription, without a terminal")
    .addOption(formatOption())
    .action(async (subscription: string, flags) => {
      const { incident } = await import("./run.ts");
      end(await incident({ ...flags, subscription }, console));
    });
};
