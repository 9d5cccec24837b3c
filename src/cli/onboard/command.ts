import { Option } from "commander";
import { type AddCommand, choosing, fleetOption, formatOption, verb } from "../command.ts";

export const addOnboard: AddCommand = (program, { console, end }) => {
  verb(program, "onboard", "what customers have to run so that their subscriptions can be managed")
    .argument("[customer...]", "each by its key, display name or tenant id")
    .option(
      "--all",
      "all customers that have subscriptions; with --as admin-agent those with access of model lighthouse",
    )
    .addOption(fleetOption())
    .option(
      "--output <dir>",
      "write the files for the customer there: ARM, Bicep, Terraform, scripts; of several, a folder each",
    )
    .option(
      "--deployer-id <guid>",
      "who deploys: object id, or client id of a customer-app (default: the fleet's)",
    )
    .option("--reader-id <guid>", "who plans and audits: likewise")
    .option("--verify", "ask Azure whether the identity that is signed in may do what it has to")
    .addOption(
      choosing(
        new Option(
          "--as <purpose>",
          "whose operations --verify asks for; admin-agent: the partner's own way, for subscriptions of CSP",
        ),
        ["deployer", "reader", "admin-agent"],
      ).default("deployer"),
    )
    .addOption(formatOption())
    .action(async (customers: readonly string[], flags) => {
      const { onboard } = await import("./run.ts");
      end(await onboard({ ...flags, customers }, console));
    });
};
