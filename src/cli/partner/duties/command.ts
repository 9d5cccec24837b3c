import { type AddCommand, fleetOption, formatOption, verb } from "../../command.ts";

export const addPartnerDuties: AddCommand = (program, { console, end }) => {
  verb(program, "duties", "what is known of every duty: seen by an API, attested by a person, or open")
    .addOption(fleetOption())
    .option("--customers", "also look into the tenants of all customers")
    .addOption(formatOption())
    .action(async (flags) => {
      const { partnerDuties } = await import("./run.ts");
      end(await partnerDuties(flags, console));
    });
};
