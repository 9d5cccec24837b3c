import { type AddCommand, maxRetiredOption, retireOption, running, verb } from "../command.ts";

export const addPlan: AddCommand = (program, { console, end, options }) => {
  running(verb(program, "plan", "run terraform plan for the synthesized stacks; writes to no state"))
    .option(
      "--changed-since <rev|dir>",
      "only stacks that differ from a git revision's, or from another output",
    )
    .option("--list", "print which stacks changed, as JSON, and run nothing")
    .addOption(retireOption())
    .addOption(maxRetiredOption())
    .option(
      "--publish <dir>",
      "also write each plan there in JSON without secrets, for review and deploy --reviewed",
    )
    .option("--detailed-exitcode", "end with 1 when there are changes")
    .action(async (flags) => {
      const { plan } = await import("./run.ts");
      end(await plan({ ...flags, ...options }, console));
    });
};
