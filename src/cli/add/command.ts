import { Option } from "commander";
import { type AddCommand, choosing, fleetOption, formatOption, verb } from "../command.ts";

const DRY_RUN = "show the change without writing it";

export const addAdd: AddCommand = (program, { console, end }) => {
  const add = verb(
    program,
    "add",
    "add a customer or a subscription to the fleet's files; keeps comments and layout",
  );
  verb(add, "customer", "write a file for a new customer")
    .argument("<name>", "its display name, from which the key is derived")
    .requiredOption("--tenant-id <guid>", "its Entra tenant")
    .option("--key <key>", "its key in the fleet, in lower case (default: derived from the name)")
    .addOption(
      choosing(new Option("--access <model>", "how you reach it (default: the partner's)"), [
        "lighthouse",
        "customer-app",
      ]),
    )
    .option("--client-id <guid>", "with --access customer-app: the application in its tenant")
    .addOption(fleetOption())
    .option("--dry-run", DRY_RUN)
    .addOption(formatOption())
    .action(async (name: string, flags) => {
      const { addCustomer } = await import("./customer.ts");
      end(addCustomer({ ...flags, name }, console));
    });
  verb(add, "subscription", "add a subscription to its customer's file")
    .argument("<customer>", "the customer: key, display name or tenant id")
    .requiredOption("--id <guid>", "the subscription's id")
    .requiredOption("--name <name>", "the fleet's label of it, unique within the customer")
    .option(
      "--budget <amount>",
      "the amount of its monthly budget (default: the customer's or the partner's)",
    )
    .addOption(fleetOption())
    .option("--dry-run", DRY_RUN)
    .addOption(formatOption())
    .action(async (customer: string, flags) => {
      const { addSubscription } = await import("./subscription.ts");
      end(addSubscription({ ...flags, customer }, console));
    });
};
