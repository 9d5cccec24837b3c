import { type AddCommand, fleetOption, verb } from "../command.ts";

export const addFmt: AddCommand = (program, { console, end }) => {
  verb(program, "fmt", "lay out the fleet's files in one way; what they mean and their comments stay")
    .addOption(fleetOption())
    .option("--check", "list the files that would change, and change none")
    .action(async (flags) => {
      const { fmt } = await import("./run.ts");
      end(fmt(flags, console));
    });
};
