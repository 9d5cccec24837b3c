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
    "judge live Azure, or what was exported from it, and find unmanaged subscriptions",
  )
    .addOption(fleetOption())
    .option("--from <path...>", "exported files, or folders of them (default: Azure itself)")
    .option(
      "--source <names>",
      "which lists of subscriptions to ask: arm, graph, partner-center (default: arm,graph)",
    )
    .option("--partner", "also ask Microsoft Graph for the partner's security score, contact and alerts")
    .option("--drift", "also compare everything that the stacks declare with what Azure has")
    .option("--adopt", "print the fleet's YAML for what is unmanaged")
    .option("--reseller <name>", "only customers of this indirect reseller, by its tenant or name")
    .option("--since <file>", "findings of an earlier run: what is new, what is fixed")
    .option(
      "--stacks <dir>",
      "what was deployed (default: $CDKTF_OUTDIR or cdktf.out, or else built in memory)",
    );
  selectingByFindings(selecting(command))
    .addOption(formatOption("sarif", "junit"))
    .option("--output <file>", "write it there (default: standard output)")
    .action(async (flags) => {
      const { audit } = await import("./run.ts");
      end(await audit({ ...flags, ...options }, console));
    });
};
