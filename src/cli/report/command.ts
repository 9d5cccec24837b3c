import { type AddCommand, fleetOption, verb } from "../command.ts";

export const addReport: AddCommand = (program, { console, end, options }) => {
  verb(program, "report", "show findings as one HTML page")
    .addOption(fleetOption())
    .option("--from <file...>", "findings/v1 files; several make a trend (default: the fleet, judged now)")
    .requiredOption("--output <file>", "the HTML file to write")
    .action(async (flags) => {
      const { report } = await import("./run.ts");
      end(report({ ...flags, ...options }, console));
    });
};
