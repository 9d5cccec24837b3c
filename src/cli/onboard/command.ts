import { Option } from "commander";
import { type AddCommand, choosing, fleetOption, formatOption, verb } from "../command.ts";

export const addOnboard: AddCommand = (program, { console, end }) => {
  verb(program, "onboard", "generate the files with which customers grant access to their subscriptions")
    .argument("[customer...]", "customers by key, display name or tenant id")
    .option(
      "--all",
      "all customers that have subscriptions; with --as admin-agent those with access of model lighthouse",
    )
    .addOption(fleetOption())
    .option(
      "--output <dir>",
      "the folder for the customer's files: ARM, Bicep, Terraform, scripts; with a subfolder each for several",
    )
    .option(
      "--deployer-id <guid>",
      "the identity that deploys: object id, or client id of a customer-app (default: the fleet's)",
    )
    .option("--reader-id <guid>", "the identity that plans and audits, likewise")
    .option("--verify", "verify in Azure that the signed-in identity has the needed permissions")
    .addOption(
      choosing(
        new Option(
          "--as <purpose>",
          "the identity that --verify checks; admin-agent: the partner deploys the delegations, for CSP subscriptions",
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
