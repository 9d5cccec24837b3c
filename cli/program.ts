import { Command, CommanderError, Option } from "commander";
import type { BuildStack } from "../synthesis/index.ts";
import type { Console } from "./console.ts";
import { CommandError, EXIT, type ExitCode } from "./exit-codes.ts";

const EXIT_CODES = `
Exit status: 0 all well, 1 findings, 2 wrong use or invalid input, 3 something outside failed.`;

const fleetOption = () =>
  new Option("--fleet <dir>", "the fleet's folder (default: $CSP_BASELINE_FLEET, or fleet)");
const formatOption = () =>
  new Option("--format <format>", "how the result is shown").choices(["human", "json"]).default("human");

/** Everything that a caller may bring besides arguments. */
export interface ProgramOptions {
  /** How the stack of a subscription is built. @default the baseline alone */
  readonly build?: BuildStack;
}

/**
 * Runs the `csp-baseline` command.
 * @param args the arguments without node and script
 * @returns the exit status; nothing is thrown for a user's mistake
 */
export async function run(
  args: readonly string[],
  console: Console,
  options: ProgramOptions = {},
): Promise<number> {
  let exitCode: number = EXIT.ok;
  const program = new Command("csp-baseline")
    .description("The security baseline of every Azure subscription a CSP partner manages, as code.")
    .helpCommand(false)
    .showSuggestionAfterError()
    .addHelpText("after", EXIT_CODES)
    .configureOutput({
      writeOut: (text) => console.out(text.trimEnd()),
      writeErr: (text) => console.err(text.trimEnd()),
    })
    .exitOverride();

  // Each verb's code is loaded when it runs, so that --help and completion need not wait for the engine.
  verb(program, "check", "validate the fleet; writes nothing")
    .addOption(fleetOption())
    .addOption(formatOption())
    .action(async (flags) => {
      const { check } = await import("./check.ts");
      exitCode = check(flags, console);
    });
  verb(
    program,
    "synth",
    "build and judge a Terraform stack for every subscription; writes all of them or nothing",
  )
    .addOption(fleetOption())
    .option("--out <dir>", "the folder to write (default: $CDKTF_OUTDIR, or cdktf.out)")
    .option("--only <glob>", "only subscriptions whose id, name, customer or customer/name matches")
    .option("--shard <i/n>", "only the i-th of n equal parts of the fleet")
    .option("--no-cache", "build every stack, also those that are there already from the same inputs")
    .addOption(formatOption())
    .action(async (flags) => {
      const { synth } = await import("./synth.ts");
      exitCode = await synth({ ...flags, ...options }, console);
    });

  const selectable = (command: Command) =>
    command
      .addOption(fleetOption())
      .option("--out <dir>", "what synth wrote (default: $CDKTF_OUTDIR, or cdktf.out)")
      .option("--plans <dir>", "where plans, logs and results go (default: plans, beside the output)")
      .option("--only <glob>", "only subscriptions whose id, name, customer or customer/name matches")
      .option("--shard <i/n>", "only the i-th of n equal parts of the fleet")
      .option("--parallelism <n>", "stacks at a time (default: the number of cores, at most 4)")
      .option("--resume", "go on where an earlier run ended or was killed")
      .addOption(formatOption());
  selectable(verb(program, "plan", "run terraform plan for the synthesized stacks; writes to no state"))
    .option(
      "--changed-since <rev|dir>",
      "only stacks that differ from a git revision's, or from another output",
    )
    .option("--list", "print which stacks changed, as JSON, and run nothing")
    .option("--detailed-exitcode", "end with 1 when there are changes")
    .action(async (flags) => {
      const { plan } = await import("./plan.ts");
      exitCode = await plan({ ...flags, ...options }, console);
    });
  verb(program, "review", "say what plans would do to the baseline of every subscription")
    .addOption(fleetOption())
    .requiredOption("--plans <path...>", "outputs of terraform show -json: files, or folders of them")
    .option("--expect <file>", "what plan --list printed: a stack in it without a plan is not reviewed")
    .option("--stacks <dir>", "what synth wrote, for subscriptions without a plan (default: built in memory)")
    .addOption(
      new Option("--format <format>", "how the result is shown")
        .choices(["markdown", "github", "json", "sarif", "junit"])
        .default("markdown"),
    )
    .option("--output <file>", "write it there (default: standard output)")
    .option("--output-dir <dir>", "write every format there: comment.md, summary.md, findings.json, ...")
    .action(async (flags) => {
      const { review } = await import("./review.ts");
      exitCode = review(flags, console);
    });
  selectable(verb(program, "deploy", "apply exactly the plans that plan made, or refuse"))
    .option("--auto-plan", "plan and apply in one go, without a review")
    .option("--wave <name>", "canary: a few stacks first, and no further once one fails")
    .option("--canary <n|glob>", "how many canaries, or which (default: 5)")
    .option("--yes", "do not ask")
    .action(async (flags) => {
      const { deploy } = await import("./deploy.ts");
      exitCode = await deploy({ ...flags, ...options }, console);
    });
  verb(program, "audit", "judge live Azure, or what was exported from it, and find what nobody manages")
    .addOption(fleetOption())
    .option("--from <path...>", "exported files, or folders of them (default: Azure itself)")
    .option(
      "--source <names>",
      "which lists of subscriptions to ask: arm, graph, partner-center (default: arm,graph)",
    )
    .option("--adopt", "print the fleet's YAML for what is unmanaged")
    .option("--since <file>", "findings of an earlier run: what is new, what is fixed")
    .option(
      "--stacks <dir>",
      "what was deployed (default: $CDKTF_OUTDIR or cdktf.out, or else built in memory)",
    )
    .option("--only <glob>", "only subscriptions whose id, name, customer or customer/name matches")
    .option("--shard <i/n>", "only the i-th of n equal parts of the fleet")
    .addOption(
      new Option("--format <format>", "how the result is shown")
        .choices(["human", "json", "sarif", "junit"])
        .default("human"),
    )
    .option("--output <file>", "write it there (default: standard output)")
    .action(async (flags) => {
      const { audit } = await import("./audit.ts");
      exitCode = await audit(flags, console);
    });
  program
    .command("sandbox")
    .description("serve a stand-in for Azure on loopback, to try everything without an account")
    .argument("[command...]", "after --: run it inside, then end (default: serve until Ctrl-C)")
    .addOption(fleetOption())
    .option("--port <n>", "the port to serve on (default: a free one)")
    .option("--state <dir>", "keep what is created there (default: in memory)")
    .addHelpText("after", EXIT_CODES)
    .action(async (command: string[], flags) => {
      const { sandbox } = await import("./sandbox.ts");
      exitCode = await sandbox({ ...flags, command }, console);
    });
  verb(program, "report", "show findings as one HTML page")
    .addOption(fleetOption())
    .option("--from <file...>", "findings/v1 files; several make a trend (default: the fleet, judged now)")
    .requiredOption("--output <file>", "the HTML file to write")
    .action(async (flags) => {
      const { report: show } = await import("./report.ts");
      exitCode = show({ ...flags, ...options }, console);
    });

  try {
    await program.parseAsync(args.length === 0 ? ["--help"] : args, { from: "user" });
    return exitCode;
  } catch (error) {
    return report(error, console);
  }
}

function verb(program: Command, name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .allowExcessArguments(false)
    .addHelpText("after", EXIT_CODES);
}

function report(error: unknown, console: Console): ExitCode {
  // commander has said what it had to say.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.invalid;
  if (error instanceof CommandError) {
    console.err(`csp-baseline: ${error.message}`);
    return error.exitCode;
  }
  const message = error instanceof Error ? error.message : String(error);
  console.err(`csp-baseline: an error of the program itself: ${message}`);
  console.err(
    "Please report it, with the command and the fleet that show it. CSP_BASELINE_DEBUG=1 prints its trace.",
  );
  if (console.env["CSP_BASELINE_DEBUG"] && error instanceof Error) console.err(error.stack ?? "");
  return EXIT.outside;
}
