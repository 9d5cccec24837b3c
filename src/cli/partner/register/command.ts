import { type AddCommand, fleetOption, formatOption, verb } from "../../command.ts";

export const addPartnerRegister: AddCommand = (program, { console, end }) => {
  verb(program, "register", "every duty of the partner, with its steps and state")
    .addOption(fleetOption())
    .option("--live", "also read Microsoft Graph")
    .addOption(formatOption())
    .action(async (flags) => {
      const { partnerRegister } = await import("./run.ts");
      end(await partnerRegister(flags, console));
    });
};
