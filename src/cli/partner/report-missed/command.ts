import { type AddCommand, fleetOption, formatOption, verb } from "../../command.ts";

export const addPartnerReportMissed: AddCommand = (program, { console, end }) => {
  verb(program, "report-missed", "the details for Partner Center's support about a missing alert")
    .argument("<subscription>", "its id, its name, or customer/name")
    .addOption(fleetOption())
    .requiredOption("--resource <id>", "the full id of the misused resource")
    .requiredOption("--from <time>", "when it began: a day, or an instant in ISO 8601")
    .requiredOption("--to <time>", "when it ended")
    .addOption(formatOption())
    .action(async (subscription: string, flags) => {
      const { reportMissed } = await import("./run.ts");
      end(reportMissed({ ...flags, subscription }, console));
    });
};
