import { type AddCommand, fleetOption, formatOption, selecting, verb } from "../command.ts";

export const addBudgets: AddCommand = (program, { console, end }) => {
  const command = verb(program, "budgets", "propose or check budgets from past usage")
    .requiredOption(
      "--from <path...>",
      "usage files, or folders of them: daily-rated usage of Partner Center or Graph, actual cost or FOCUS; CSV or JSON Lines, gzipped or not",
    )
    .option(
      "--check",
      "show budgets of the fleet that would never have fired, fire each month, or were exceeded",
    )
    .option("--write", "write the amounts into the fleet, at the most general place where they apply")
    .option("--months <n>", "the number of newest complete months to use (default: 6)")
    .option("--min-months <n>", "the minimum number of complete months (default: 3)")
    .option("--percentile <n>", "the percentile of the months (default: 90)")
    .option("--margin <percent>", "the percentage to add (default: 20)")
    .addOption(fleetOption());
  selecting(command)
    .addOption(formatOption())
    .option("--output <file>", "the output file (default: standard output)")
    .action(async (flags) => {
      const { budgets } = await import("./run.ts");
      end(await budgets(flags, console));
    });
};
