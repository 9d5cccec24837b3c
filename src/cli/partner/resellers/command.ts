import { type AddCommand, fleetOption, formatOption, verb } from "../../command.ts";

export const addPartnerResellers: AddCommand = (program, { console, end }) => {
  verb(program, "resellers", "indirect resellers of customers in Partner Center, compared with the fleet")
    .argument("[customer...]", "customers by key, tenant or display name (default: all)")
    .option("--write", "write them into the customers' files")
    .addOption(formatOption())
    .addOption(fleetOption())
    .action(async (customers: string[], flags) => {
      const { partnerResellers } = await import("./run.ts");
      end(await partnerResellers({ ...flags, customers }, console));
    });
};
