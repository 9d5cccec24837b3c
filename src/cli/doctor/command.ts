import { Option } from "commander";
import { type AddCommand, choosing, fleetOption, formatOption, verb } from "../command.ts";

export const addDoctor: AddCommand = (program, { console, end }) => {
  verb(
    program,
    "doctor",
    "check the prerequisites of a plan: tools, providers, sign-in, roles, state; each with its fix",
  )
    .argument(
      "[subscription]",
      "the subscription whose access is checked: id, name or customer/name (default: the fleet's first)",
    )
    .addOption(fleetOption())
    .option("--out <dir>", "the output folder of synth (default: $CDKTF_OUTDIR, or cdktf.out)")
    .addOption(
      choosing(new Option("--as <purpose>", "the identity whose permissions are checked"), [
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
