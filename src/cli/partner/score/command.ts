import { type AddCommand, fleetOption, formatOption, verb } from "../../command.ts";

export const addScore: AddCommand = (program, { console, end }) => {
  verb(program, "score", "Microsoft's security score of the partner, and its requirements")
    .addOption(fleetOption())
    .option("--customers", "read every customer's spending budget from Partner Center")
    .option("--customer <customer>", "only of this customer: key, tenant or display name")
    .option("--reseller <tenant>", "only of this indirect reseller, by its tenant or the fleet's name for it")
    .option("--since <date>", "the history from this day on, YYYY-MM-DD")
    .addOption(formatOption())
    .action(async (flags) => {
      const { score } = await import("./run.ts");
      end(await score(flags, console));
    });
};
