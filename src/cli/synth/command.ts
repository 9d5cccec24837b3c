import { type AddCommand, fleetOption, formatOption, selecting, verb } from "../command.ts";

export const addSynth: AddCommand = (program, { console, end, options }) => {
  const command = verb(
    program,
    "synth",
    "build and judge a Terraform stack for every subscription; writes all of them or none",
  )
    .addOption(fleetOption())
    .option("--out <dir>", "the folder to write (default: $CDKTF_OUTDIR, or cdktf.out)");
  selecting(command)
    .option("--no-cache", "build every stack, including existing ones with unchanged inputs")
    .option("--atlantis <file>", "also write Atlantis' atlantis.yaml, with a project for each stack")
    .addOption(formatOption())
    .action(async (flags) => {
      const { synth } = await import("./run.ts");
      end(await synth({ ...flags, ...options }, console));
    });
};
