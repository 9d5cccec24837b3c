import { type AddCommand, fleetOption, verb } from "../command.ts";

export const addTry: AddCommand = (program, { console, end, options }) => {
  verb(program, "try", "synthesize the fleet, then deploy and audit it in a sandbox of Azure on this machine")
    .addOption(fleetOption())
    .option("--out <dir>", "the output folder of synth (default: $CDKTF_OUTDIR, or cdktf.out)")
    .action(async (flags) => {
      const { tryFleet } = await import("./run.ts");
      end(await tryFleet({ ...flags, ...options }, console));
    });
};
