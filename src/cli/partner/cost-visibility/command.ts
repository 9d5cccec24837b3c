import { Option } from "commander";
import { type AddCommand, choosing, fleetOption, formatOption, verb } from "../../command.ts";

export const addCostVisibility: AddCommand = (program, { console, end }) => {
  verb(program, "cost-visibility", "whether customers see their costs, without which budgets may not fire")
    .argument("[customer...]", "customers by key, tenant or display name (default: all)")
    .addOption(
      choosing(new Option("--set <policy>", "set the policy of these customers"), ["allowed", "not-allowed"]),
    )
    .option("--billing-account <name>", "the partner's billing account (default: all visible ones)")
    .option("--yes", "without asking")
    .addOption(formatOption())
    .addOption(fleetOption())
    .action(async (customers: string[], flags) => {
      const { costVisibility } = await import("./run.ts");
      end(await costVisibility({ ...flags, customers }, console));
    });
};
