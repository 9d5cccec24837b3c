import { type AddCommand, fleetOption, formatOption, verb } from "../../command.ts";

export const addPartnerRegister: AddCommand = (program, { console, end }) => {
  verb(program, "register", "every duty of the partner, how to meet it, and how it stands")
    .addOption(fleetOption())
    .option("--live", "also ask Microsoft Graph what it shows")
    .addOption(formatOption())
    .action(async (flags) => {
      const { partnerRegister } = await import("./run.ts");
      end(await partnerRegister(flags, console));
    });
};
