import { type AddCommand, maxRetiredOption, retireOption, running, verb } from "../command.ts";

export const addDeploy: AddCommand = (program, { console, end, options }) => {
  running(verb(program, "deploy", "apply exactly the plans that plan made, or refuse"))
    .option("--auto-plan", "plan and apply in one go, without a review")
    .option(
      "--reviewed <dir>",
      "what plan --publish wrote: plan anew, and apply only what is in the reviewed plan",
    )
    .option("--wave <name>", "canary: a few stacks first, and no further once one fails")
    .option("--canary <n|glob>", "how many canaries, or which (default: 5)")
    .addOption(retireOption())
    .addOption(maxRetiredOption())
    .option("--dry-run", "show what would be applied of the plans that there are, and apply nothing")
    .option("--yes", "do not ask")
    .action(async (flags) => {
      const { deploy } = await import("./run.ts");
      end(await deploy({ ...flags, ...options }, console));
    });
};
