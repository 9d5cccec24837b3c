import { type AddCommand, fleetOption, formatOption, verb } from "../command.ts";

export const addImport: AddCommand = (program, { console, end }) => {
  verb(program, "import", "take customers and subscriptions out of exports into the fleet")
    .argument(
      "<file...>",
      "az account list, a Resource Graph or a Partner Center export: JSON, JSON Lines or CSV",
    )
    .addOption(fleetOption())
    .option("--customers-from <file>", "a list of customers, for their names: JSON or CSV")
    .option("--from <path...>", "exported resources, whose contacts and budgets are kept in new entries")
    .option("--live", "ask Azure for these contacts and budgets")
    .option("--dry-run", "show what would be written, and write nothing")
    .addOption(formatOption())
    .action(async (files: string[], flags) => {
      const { importFleet } = await import("./run.ts");
      end(await importFleet({ ...flags, files }, console));
    });
};
