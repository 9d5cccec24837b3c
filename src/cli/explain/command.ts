import { type AddCommand, fleetOption, formatOption, verb } from "../command.ts";

export const addExplain: AddCommand = (program, { console, end }) => {
  verb(program, "explain", "show merged baselines of subscriptions, each value with its file and line")
    .argument("<subscription...>", "subscriptions by id, name or customer/name")
    .addOption(fleetOption())
    .addOption(formatOption())
    .action(async (subscriptions: readonly string[], flags) => {
      const { explainSubscriptions } = await import("./run.ts");
      end(explainSubscriptions({ ...flags, subscriptions }, console));
    });
};
