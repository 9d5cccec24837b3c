import {
  type AddCommand,
  fleetOption,
  formatOption,
  selecting,
  selectingByFindings,
  verb,
} from "../command.ts";

export const addAudit: AddCommand = (program, { console, end, options }) => {
  const command = verb(
    program,
    "audit",
    "judge live Azure, or exports of it, and find unmanaged subscriptions",
  )
    .addOption(fleetOption())
    .option("--from <path...>", "exported files, or folders of them (default: Azure itself)")
    .option(
      "--source <names>",
      "the lists of subscriptions to read: arm, graph, partner-center (default: arm,graph)",
    )
    .option("--partner", "also read the partner's security score, contact and alerts from Microsoft Graph")
    .option("--drift", "also compare all resources that the stacks declare with Azure")
    .option("--adopt", "print the fleet's YAML for unmanaged subscriptions")
    .option("--reseller <name>", "only customers of this indirect reseller, by its tenant or name")
    .option("--since <file>", "findings of an earlier run, to show new and fixed ones")
    .option(
      "--stacks <dir>",
      "the deployed stacks (default: $CDKTF_OUTDIR or cdktf.out, or else built in memory)",
    );
  selectingByFindings(selecting(command, "the partner's own duties and unmanaged subscriptions"))
    .addOption(formatOption("sarif", "junit"))
    .option("--output <file>", "the output file (default: standard output)")
    .action(async (flags) => {
      const { audit } = await import("./run.ts");
      end(await audit({ ...flags, ...options }, console));
    });
};
