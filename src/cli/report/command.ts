import { Option } from "commander";
import { type AddCommand, fleetOption, verb } from "../command.ts";

export const addReport: AddCommand = (program, { console, end, options }) => {
  verb(program, "report", "show findings as one HTML page")
    .addOption(fleetOption())
    .option("--from <file...>", "findings/v1 files; several show a trend (default: the fleet, judged now)")
    .option("--budgets <file>", "a result of budgets --format json, as a chart")
    .option("--output <file>", "the HTML file")
    .option("--per-customer <dir>", "write a copy for each customer of the fleet, with only its data")
    .addOption(
      new Option("--lang <language>", "with --per-customer: the language of all copies")
        .choices(["en", "de", "fr", "es"] as const)
        .default(undefined, "each customer's, or else en"),
    )
    .option(
      "--pack <file>",
      "write the results of --from, exceptions and attestations with their hashes, as ZIP",
    )
    .option(
      "--with-results <file...>",
      "with --pack: further results, such as those of plan, deploy and review",
    )
    .option("--customer <key>", "with --pack: the evidence of this customer alone")
    .option("--verify-pack <file>", "compare the files of such a pack with their hashes, and write nothing")
    .option("--sha256 <digest>", "with --verify-pack: the SHA-256 that --pack printed")
    .action(async (flags) => {
      const { report } = await import("./run.ts");
      end(report({ ...flags, ...options }, console));
    });
};
