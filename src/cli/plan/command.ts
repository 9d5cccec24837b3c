import { type AddCommand, maxRetiredOption, retireOption, running, verb } from "../command.ts";

export const addPlan: AddCommand = (program, { console, end, options }) => {
  running(verb(program, "plan", "run terraform plan for the synthesized stacks; does not change states"))
    .option(
      "--changed-since <rev|dir>",
      "only stacks that differ from a git revision's, or from another output",
    )
    .option("--list", "print the changed stacks as JSON, without planning")
    .addOption(retireOption())
    .addOption(maxRetiredOption())
    .option(
      "--publish <dir>",
      "also write each plan as JSON without secrets to this folder, for review and deploy --reviewed",
    )
    .option("--detailed-exitcode", "exit with 1 if there are changes")
    .action(async (flags) => {
      const { plan } = await import("./run.ts");
      end(await plan({ ...flags, ...options }, console));
    });
};
