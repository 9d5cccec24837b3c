import { type AddCommand, fleetOption, verb } from "../command.ts";

export const addFmt: AddCommand = (program, { console, end }) => {
  verb(program, "fmt", "format the fleet's files; keeps their meaning and comments")
    .addOption(fleetOption())
    .option("--check", "list the files that would change, without changing them")
    .action(async (flags) => {
      const { fmt } = await import("./run.ts");
      end(fmt(flags, console));
    });
};
