import { type AddCommand, fleetOption, formatOption, verb } from "../command.ts";

export const addImport: AddCommand = (program, { console, end }) => {
  verb(program, "import", "add customers and subscriptions from exports to the fleet")
    .argument(
      "<file...>",
      "az account list, a Resource Graph or a Partner Center export: JSON, JSON Lines or CSV",
    )
    .addOption(fleetOption())
    .option("--customers-from <file>", "a list of customers, for their names: JSON or CSV")
    .option("--from <path...>", "exported resources, whose contacts and budgets new entries keep")
    .option("--live", "read these contacts and budgets from Azure")
    .option("--dry-run", "show the change without writing it")
    .addOption(formatOption())
    .action(async (files: string[], flags) => {
      const { importFleet } = await import("./run.ts");
      end(await importFleet({ ...flags, files }, console));
    });
};
