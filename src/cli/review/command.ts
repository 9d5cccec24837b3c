import { Option } from "commander";
import { type AddCommand, choosing, fleetOption, selecting, selectingByFindings, verb } from "../command.ts";

export const addReview: AddCommand = (program, { console, end, options }) => {
  selectingByFindings(
    selecting(verb(program, "review", "say what plans would do to the baseline of every subscription")),
  )
    .addOption(fleetOption())
    .requiredOption("--plans <path...>", "outputs of terraform show -json: files, or folders of them")
    .option("--expect <file>", "what plan --list printed: a stack in it without a plan is not reviewed")
    .option("--stacks <dir>", "what synth wrote, for subscriptions without a plan (default: built in memory)")
    .addOption(
      choosing(new Option("--format <format>", "how the result is shown"), [
        ...["markdown", "github", "azure-devops", "json", "sarif", "junit"],
      ]).default("markdown"),
    )
    .option("--output <file>", "write it there (default: standard output)")
    .option("--output-dir <dir>", "write every format there: comment.md, summary.md, findings.json, ...")
    .action(async (flags) => {
      const { review } = await import("./run.ts");
      end(review({ ...flags, ...options }, console));
    });
};
