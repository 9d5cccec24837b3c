import { type AddCommand, fleetOption, verb } from "../../command.ts";

export const addPartnerCustomerTexts: AddCommand = (program, { console, end }) => {
  verb(program, "customer-texts", "for each customer what Microsoft will send to whom, and what to do then")
    .argument("[customer]", "its key (default: all customers)")
    .addOption(fleetOption())
    .requiredOption("--output <dir>", "the folder to write to, a Markdown file for each customer")
    .action(async (customer: string | undefined, flags) => {
      const { customerTexts } = await import("./run.ts");
      end(customerTexts({ ...flags, ...(customer === undefined ? {} : { customer }) }, console));
    });
};
