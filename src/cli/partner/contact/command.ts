import { type AddCommand, fleetOption, formatOption, verb } from "../../command.ts";

export const addPartnerContact: AddCommand = (program, { console, end }) => {
  verb(program, "contact", "the security contact as a sheet for Partner Center, which no API sets")
    .addOption(fleetOption())
    .option("--live", "also read Microsoft Graph")
    .addOption(formatOption())
    .action(async (flags) => {
      const { partnerContact } = await import("./run.ts");
      end(await partnerContact(flags, console));
    });
};
