import { Option } from "commander";
import { type AddCommand, choosing, fleetOption, verb } from "../command.ts";

export const addPilot: AddCommand = (program, { console, end }) => {
  verb(
    program,
    "pilot",
    "try everything on one real subscription, and compare Azure's answers with the sandbox's",
  )
    .argument("[subscription]", "a subscription of the fleet that you own: id, name or customer/name")
    .addOption(fleetOption())
    .option("--partner", "the partner's side instead, which only reads: score, alerts, webhook, costs")
    .option("--customer <name>", "with --partner: the customer whose costs and access are read")
    .option("--clean", "remove what an earlier pilot of the subscription left")
    .addOption(
      choosing(new Option("--provider <name>", "the provider that declares (default: the fleet's)"), [
        "azurerm",
        "azapi",
      ]),
    )
    .option("--output <dir>", "the folder of the pilot (default: pilot)")
    .option("--yes", "without asking")
    .action(async (subscription: string | undefined, flags) => {
      const { pilot } = await import("./run.ts");
      end(await pilot({ ...flags, ...(subscription === undefined ? {} : { subscription }) }, console));
    });
};
