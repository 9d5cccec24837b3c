import { type AddCommand, fleetOption, formatOption, verb } from "../../command.ts";

export const addPartnerDuties: AddCommand = (program, { console, end }) => {
  verb(program, "duties", "the state of every duty: seen by an API, attested by a person, or open")
    .addOption(fleetOption())
    .option("--customers", "also read the tenants of all customers")
    .addOption(formatOption())
    .action(async (flags) => {
      const { partnerDuties } = await import("./run.ts");
      end(await partnerDuties(flags, console));
    });
};
