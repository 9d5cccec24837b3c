import { type AddCommand, fleetOption, formatOption, verb } from "../../command.ts";

export const addPartnerReportMissed: AddCommand = (program, { console, end }) => {
  verb(
    program,
    "report-missed",
    "the details that Partner Center's support wants of an alert that never came",
  )
    .argument("<subscription>", "its id, its name, or customer/name")
    .addOption(fleetOption())
    .requiredOption("--resource <id>", "the full id of the resource that was misused")
    .requiredOption("--from <time>", "when it began: a day, or an instant in ISO 8601")
    .requiredOption("--to <time>", "when it ended")
    .addOption(formatOption())
    .action(async (subscription: string, flags) => {
      const { reportMissed } = await import("./run.ts");
      end(reportMissed({ ...flags, subscription }, console));
    });
};
