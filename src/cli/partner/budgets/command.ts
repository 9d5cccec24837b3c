import { type AddCommand, fleetOption, formatOption, verb } from "../../command.ts";

export const addPartnerBudgets: AddCommand = (program, { console, end }) => {
  verb(program, "budgets", "spending budgets of customers in Partner Center, next to the fleet's budgets")
    .argument("[customer...]", "customers by key, tenant or display name (default: all)")
    .option("--set <amount>", "set it: a monthly amount, or fleet for the sum of the fleet's budgets")
    .option("--yes", "without asking")
    .addOption(formatOption())
    .addOption(fleetOption())
    .action(async (customers: string[], flags) => {
      const { partnerBudgets } = await import("./run.ts");
      end(await partnerBudgets({ ...flags, customers }, console));
    });
};
