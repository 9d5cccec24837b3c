import { type AddCommand, fleetOption, verb } from "../command.ts";

export const addSandbox: AddCommand = (program, { console, end }) => {
  verb(program, "sandbox", "serve a sandbox of Azure on loopback, to try everything without an account")
    .allowExcessArguments(true)
    .argument("[command...]", "after --: run it inside, then end (default: serve until Ctrl-C)")
    .addOption(fleetOption())
    .option("--port <n>", "the port to serve on (default: a free one)")
    .option("--without-delegations", "begin without delegations, to try onboarding")
    .option("--state <dir>", "the folder that stores resources (default: in memory)")
    .action(async (command: string[], flags) => {
      const { sandbox } = await import("./run.ts");
      end(await sandbox({ ...flags, command }, console));
    });
};
