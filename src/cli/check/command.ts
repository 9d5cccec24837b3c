import { type AddCommand, fleetOption, formatOption, verb } from "../command.ts";

export const addCheck: AddCommand = (program, { console, end }) => {
  verb(program, "check", "validate the fleet; writes nothing")
    .addOption(fleetOption())
    .addOption(formatOption())
    .action(async (flags) => {
      const { check } = await import("./run.ts");
      end(check(flags, console));
    });
};
