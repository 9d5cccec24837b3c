import { type AddCommand, fleetOption, formatOption, verb } from "../../command.ts";

export const addScore: AddCommand = (program, { console, end }) => {
  verb(program, "score", "Microsoft's security score of the partner, and what it asks for")
    .addOption(fleetOption())
    .option("--customers", "ask Partner Center for every customer's spending budget")
    .addOption(formatOption())
    .action(async (flags) => {
      const { score } = await import("./run.ts");
      end(await score(flags, console));
    });
};
