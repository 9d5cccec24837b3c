import { type AddCommand, fleetOption, formatOption, selecting, verb } from "../command.ts";

export const addBudgets: AddCommand = (program, { console, end }) => {
  const command = verb(program, "budgets", "propose or check budgets by what subscriptions cost in the past")
    .requiredOption(
      "--from <path...>",
      "usage files, or folders of them: daily-rated usage of Partner Center or Graph, actual cost or FOCUS; CSV or JSON Lines, gzipped or not",
    )
    .option(
      "--check",
      "show which budgets of the fleet would never have fired, fire each month, or were exceeded",
    )
    .option("--write", "write the amounts into the fleet, at the most general place that is right")
    .option("--months <n>", "how many complete months count, the newest (default: 6)")
    .option("--min-months <n>", "propose nothing with fewer complete months (default: 3)")
    .option("--percentile <n>", "which percentile of the months (default: 90)")
    .option("--margin <percent>", "what is added to it (default: 20)")
    .addOption(fleetOption());
  selecting(command)
    .addOption(formatOption())
    .option("--output <file>", "write the result there (default: standard output)")
    .action(async (flags) => {
      const { budgets } = await import("./run.ts");
      end(await budgets(flags, console));
    });
};
