import { Option } from "commander";
import { type AddCommand, choosing, fleetOption, formatOption, selecting, verb } from "../command.ts";

export const addEnforce: AddCommand = (program, { console, end, options }) => {
  const command = verb(
    program,
    "enforce",
    "find drift in live Azure, plan only what drifted, and apply the plans that are safe",
  )
    .addOption(fleetOption())
    .option("--out <dir>", "what synth wrote (default: $CDKTF_OUTDIR, or cdktf.out)")
    .option("--plans <dir>", "where plans, logs and results go (default: plans, beside the output)")
    .option(
      "--from <file>",
      "a result of tonight's audit (JSON): only subscriptions that have something open in it",
    );
  selecting(command)
    .addOption(
      choosing(new Option("--apply <what>", "apply what is safe (default: it only shows)"), ["safe"]),
    )
    .option(
      "--max <n|p%>",
      "how many subscriptions may have drifted, or which share of the fleet (default: 20 or 1%, whichever is smaller, and 3 at least)",
    )
    .option(
      "--since <file>",
      "an earlier result of enforce: what it could not repair, and is as it was, is not tried again",
    )
    .option("--parallelism <n>", "stacks at a time (default: the number of cores, at most 4)")
    .option("--resume", "go on where an earlier enforcement ended or was killed")
    .option(
      "--propose",
      "print the change of the fleet that would manage new subscriptions, as a patch, and do nothing else",
    )
    .addOption(formatOption("markdown"))
    .option("--output <file>", "write it there (default: standard output)")
    .action(async (flags) => {
      const { enforceFleet } = await import("./run.ts");
      end(await enforceFleet({ ...flags, ...options }, console));
    });
};
