import { dirname, resolve } from "node:path";
import { FINDINGS_SCHEMA, type Finding, type FindingsReport } from "../../findings/index.ts";
import { atlantisYaml } from "../../output/atlantis.ts";
import {
  type BuildStack,
  codeVersion,
  defaultBuild,
  keepHeapSmall,
  runWorkerTask,
  synthesizeFleetInParallel,
  workerTask,
} from "../../synthesis/index.ts";
import { messageOf, systemCode } from "../../text/error-message.ts";
import { traced } from "../../text/trace.ts";
import { checkJson } from "../check/run.ts";
import { type Console, count, counted } from "../console.ts";
import { CommandError, EXIT, type ExitCode } from "../exit-codes.ts";
import { writeWhole } from "../files.ts";
import { type FleetOptions, fleetFolder, readFleet, today } from "../fleet-input.ts";
import { showProblems, showWarnings } from "../problems.ts";
import { readSelection, type SelectionOptions, selectSubscriptions } from "../selection.ts";
import { withOutputLock } from "./output-lock.ts";
import { Overview, showOpenFindings, showOverview } from "./report.ts";

export interface SynthOptions extends FleetOptions, SelectionOptions {
  readonly out?: string;
  readonly format?: "human" | "json";
  /** Whether to reuse existing stacks with unchanged inputs. @default true */
  readonly cache?: boolean;
  /** The file for the projects of Atlantis, one for each stack. @default - none */
  readonly atlantis?: string;
  /** How the stack of a subscription is built. @default - only the baseline */
  readonly build?: BuildStack;
}

/** `csp-baseline synth`: validates the fleet, builds and judges every stack, and writes all or none. */
export async function synth(options: SynthOptions, console: Console): Promise<ExitCode> {
  const { build = defaultBuild } = options;
  const task = workerTask();
  if (task !== undefined) {
    runWorkerTask(task, build);
    return EXIT.ok;
  }
  // `cdktf synth --hcl` sets it for the app.
  if (console.env["SYNTH_HCL_OUTPUT"] === "1") {
    throw new CommandError(
      "HCL is not supported: the gate judges the JSON that Terraform runs. Remove --hcl; Terraform reads cdk.tf.json without CDKTF.",
      EXIT.invalid,
    );
  }
  const json = options.format === "json";
  const input = readFleet(options, console);
  if ("problems" in input) {
    const { problems, warnings } = input;
    if (json) console.out(checkJson({ valid: false, problems, warnings }));
    else {
      showWarnings(warnings, console);
      showProblems(problems, console, { consequence: "nothing was written" });
    }
    return EXIT.invalid;
  }
  const { fleet, warnings } = input;
  const subscriptions = selectSubscriptions(fleet, readSelection(options));
  // The variable with which the engine's command line passes the output folder.
  const outdir = options.out ?? (console.env["CDKTF_OUTDIR"] || "cdktf.out");

  keepHeapSmall();
  const overview = new Overview();
  const findings: Finding[] = [];
  const folder = fleetFolder(options, console);
  const version = options.cache === false ? undefined : codeVersion(process.argv[1]);
  const synthesize = () =>
    synthesizeFleetInParallel(fleet, {
      fleetFolder: folder,
      outdir,
      subscriptions,
      today: today(console),
      build,
      ...(version === undefined ? {} : { codeVersion: version }),
      onProgress: (done, all) => {
        if (done % 100 === 0) console.progress(`${count(done)} of ${count(all)} stacks`);
      },
      onSubscription: (subscription, found) => {
        overview.add(subscription, found);
        if (json) findings.push(...found);
      },
      ...(json ? {} : { onPassed: (subscription, controls) => overview.addPassed(subscription, controls) }),
    });
  const { built, open, passed, summary } = await outsideErrors(`cannot write ${outdir}`, () =>
    traced(
      `synthesize ${outdir}`,
      () => withOutputLock(outdir, console.now(), synthesize),
      (result) => `${counted(result.summary.subscriptions, "stack")}, ${count(result.built)} built`,
    ),
  );
  console.progress("");
  if (passed && options.atlantis !== undefined) {
    const root = dirname(resolve(options.atlantis));
    writeWhole(options.atlantis, atlantisYaml({ fleet, fleetFolder: folder, outdir, root }));
  }

  if (json) {
    const generatedAt = console.now().toISOString();
    const report: FindingsReport = {
      schema: FINDINGS_SCHEMA,
      generatedAt,
      source: "stack",
      summary,
      findings,
    };
    console.out(JSON.stringify(report, undefined, 2));
    return passed ? EXIT.ok : EXIT.findings;
  }
  showWarnings(warnings, console);
  if (!passed) {
    showOpenFindings(open, summary, console);
    return EXIT.findings;
  }
  showOverview({ fleet, overview, summary, outdir, built }, console);
  return EXIT.ok;
}

/** Converts an error of the disk to a message. */
async function outsideErrors<Result>(doing: string, action: () => Promise<Result>): Promise<Result> {
  try {
    return await action();
  } catch (error) {
    if (systemCode(error) !== undefined) {
      throw new CommandError(`${doing}: ${messageOf(error)}`, EXIT.outside);
    }
    throw error;
  }
}
