import { type AddCommand, maxRetiredOption, retireOption, running, verb } from "../command.ts";

export const addDeploy: AddCommand = (program, { console, end, options }) => {
  running(verb(program, "deploy", "apply exactly the saved plans, or refuse"))
    .option("--auto-plan", "plan and apply in one run, without a review")
    .option(
      "--reviewed <dir>",
      "the output of plan --publish: plan again, and apply only changes in the reviewed plan",
    )
    .option("--wave <name>", "canary: a few stacks first, and stop if one fails")
    .option("--canary <n|glob>", "the number of canaries, or a glob that selects them (default: 5)")
    .addOption(retireOption())
    .addOption(maxRetiredOption())
    .option("--dry-run", "show the changes of the existing plans without applying them")
    .option("--yes", "do not ask for confirmation")
    .action(async (flags) => {
      const { deploy } = await import("./run.ts");
      end(await deploy({ ...flags, ...options }, console));
    });
};
