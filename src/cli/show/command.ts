import { type AddCommand, fleetOption, formatOption, verb } from "../command.ts";

export const addShow: AddCommand = (program, { console, end }) => {
  verb(program, "show", "show customers or subscriptions: tenant, access, state, exceptions, own settings")
    .argument("<subscription-or-customer...>", "id, name, customer/name, or a customer's key, name or tenant")
    .addOption(fleetOption())
    .addOption(formatOption())
    .option("--json", "the same as --format json")
    .action(async (names: readonly string[], { json, ...flags }) => {
      const { show } = await import("./run.ts");
      end(show({ ...flags, ...(json === true ? { format: "json" as const } : {}), names }, console));
    });
};
