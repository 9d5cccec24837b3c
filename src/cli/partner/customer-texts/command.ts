import { Option } from "commander";
import { type AddCommand, choosing, fleetOption, verb } from "../../command.ts";

export const addPartnerCustomerTexts: AddCommand = (program, { console, end }) => {
  verb(
    program,
    "customer-texts",
    "texts for customers: the notices of Microsoft, their recipients, and what to do",
  )
    .argument("[customer]", "its key (default: all customers)")
    .addOption(fleetOption())
    .option(
      "--output <dir>",
      "a folder to write to, a Markdown file for each customer (default: standard output)",
    )
    .addOption(
      choosing(new Option("--language <language>", "the language (default: each customer's, or en)"), [
        "en",
        "de",
        "fr",
        "es",
      ]),
    )
    .action(async (customer: string | undefined, flags) => {
      const { customerTexts } = await import("./run.ts");
      end(customerTexts({ ...flags, ...(customer === undefined ? {} : { customer }) }, console));
    });
};
