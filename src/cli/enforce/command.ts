import { Option } from "commander";
import { type AddCommand, choosing, fleetOption, formatOption, selecting, verb } from "../command.ts";

export const addEnforce: AddCommand = (program, { console, end, options }) => {
  const command = verb(
    program,
    "enforce",
    "find drift in live Azure, plan only what drifted, and apply the plans that are safe",
  )
    .addOption(fleetOption())
    .option("--out <dir>", "the output of synth (default: $CDKTF_OUTDIR, or cdktf.out)")
    .option("--plans <dir>", "the folder of plans, logs and results (default: plans, next to the output)")
    .option("--from <file>", "a recent result of audit (JSON): only its subscriptions with open findings");
  selecting(command)
    .addOption(
      choosing(new Option("--apply <what>", "apply safe plans (default: only show plans)"), ["safe"]),
    )
    .option(
      "--max <n|p%>",
      "the maximum number or share of drifted subscriptions (default: 20 or 1%, whichever is smaller, at least 3)",
    )
    .option(
      "--since <file>",
      "an earlier result of enforce: unchanged subscriptions that it could not repair are not tried again",
    )
    .option("--parallelism <n>", "the number of concurrent stacks (default: the number of cores, at most 4)")
    .option("--resume", "continue an earlier enforcement that ended early")
    .option("--propose", "only print a patch of the fleet that adds new subscriptions")
    .addOption(formatOption("markdown"))
    .option("--output <file>", "the output file (default: standard output)")
    .action(async (flags) => {
      const { enforceFleet } = await import("./run.ts");
      end(await enforceFleet({ ...flags, ...options }, console));
    });
};
