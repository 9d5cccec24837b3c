import { Argument } from "commander";
import { type AddCommand, choosing, fleetOption, formatOption, selecting, verb } from "../command.ts";
import { LISTS } from "./lists.ts";

export const addList: AddCommand = (program, { console, end }) => {
  selecting(
    verb(program, "list", "list the fleet: customers, subscriptions, states, exceptions")
      .addArgument(choosing(new Argument("[what]", "one of these only (default: an overview of all)"), LISTS))
      .addOption(fleetOption()),
  )
    .addOption(formatOption())
    .option("--json", "the same as --format json")
    .action(async (what: (typeof LISTS)[number] | undefined, { json, ...flags }) => {
      const { list } = await import("./run.ts");
      const format = json === true ? { format: "json" as const } : {};
      end(list({ ...flags, ...format, ...(what === undefined ? {} : { what }) }, console));
    });
};
