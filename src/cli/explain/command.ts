import { type AddCommand, fleetOption, formatOption, verb } from "../command.ts";

export const addExplain: AddCommand = (program, { console, end }) => {
  verb(program, "explain", "show a subscription's merged baseline, each value with its file and line")
    .argument("<subscription>", "its id, name or customer/name")
    .addOption(fleetOption())
    .addOption(formatOption())
    .action(async (subscription: string, flags) => {
      const { explainSubscription } = await import("./run.ts");
      end(explainSubscription({ ...flags, subscription }, console));
    });
};
