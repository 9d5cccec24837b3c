import { Option } from "commander";
import { type AddCommand, choosing, fleetOption, formatOption, verb } from "../command.ts";

export const addDoctor: AddCommand = (program, { console, end }) => {
  verb(
    program,
    "doctor",
    "check what a plan needs: tools, providers, sign-in, roles, state; each with its fix",
  )
    .argument(
      "[subscription]",
      "whose access is checked: id, name or customer/name (default: the fleet's first)",
    )
    .addOption(fleetOption())
    .option("--out <dir>", "where synth writes (default: $CDKTF_OUTDIR, or cdktf.out)")
    .addOption(
      choosing(new Option("--as <purpose>", "whose operations are asked for"), [
        "deployer",
        "reader",
      ]).default("deployer"),
    )
    .addOption(formatOption())
    .action(async (subscription: string | undefined, flags) => {
      const { doctor } = await import("./run.ts");
      end(await doctor({ ...flags, ...(subscription === undefined ? {} : { subscription }) }, console));
    });
};
