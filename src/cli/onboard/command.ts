import { Option } from "commander";
import { type AddCommand, choosing, fleetOption, formatOption, verb } from "../command.ts";

export const addOnboard: AddCommand = (program, { console, end }) => {
  verb(program, "onboard", "what a customer has to run so that its subscriptions can be managed")
    .argument("<customer>", "its key, display name or tenant id")
    .addOption(fleetOption())
    .option("--output <dir>", "write the files for the customer there: ARM, Bicep, Terraform, scripts")
    .option(
      "--deployer-id <guid>",
      "who deploys: object id, or client id of a customer-app (default: the fleet's)",
    )
    .option("--reader-id <guid>", "who plans and audits: likewise")
    .option("--verify", "ask Azure whether the identity that is signed in may do what it has to")
    .addOption(
      choosing(new Option("--as <purpose>", "whose operations --verify asks for"), [
        "deployer",
        "reader",
      ]).default("deployer"),
    )
    .addOption(formatOption())
    .action(async (customer: string, flags) => {
      const { onboard } = await import("./run.ts");
      end(await onboard({ ...flags, customer }, console));
    });
};
