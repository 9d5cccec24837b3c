import { Option } from "commander";
import { type AddCommand, choosing, fleetOption, selecting, selectingByFindings, verb } from "../command.ts";

export const addReview: AddCommand = (program, { console, end, options }) => {
  selectingByFindings(
    selecting(verb(program, "review", "show the effect of plans on the baseline of every subscription")),
  )
    .addOption(fleetOption())
    .requiredOption("--plans <path...>", "outputs of terraform show -json: files, or folders of them")
    .option("--expect <file>", "the output of plan --list: reports its stacks without a plan as not reviewed")
    .option(
      "--stacks <dir>",
      "the output of synth, for subscriptions without a plan (default: built in memory)",
    )
    .addOption(
      choosing(new Option("--format <format>", "the format of the result"), [
        ...["human", "markdown", "github", "azure-devops", "json", "sarif", "junit"],
      ]).default(undefined, "human on a terminal, otherwise markdown"),
    )
    .option("--output <file>", "the output file (default: standard output)")
    .option("--output-dir <dir>", "the folder for all formats: comment.md, summary.md, findings.json, ...")
    .action(async (flags) => {
      const { review } = await import("./run.ts");
      end(review({ ...flags, ...options }, console));
    });
};
