import { FINDINGS_SCHEMA, type Finding, type FindingsReport } from "../findings/index.ts";
import { type BuildStack, synthesizeFleet } from "../synthesis/index.ts";
import { checkJson } from "./check.ts";
import { type Console, count } from "./console.ts";
import { CommandError, EXIT, type ExitCode } from "./exit-codes.ts";
import {
  type FleetOptions,
  readFleet,
  type SelectionOptions,
  selectSubscriptions,
  showProblems,
  showWarnings,
  today,
} from "./fleet-input.ts";
import { Overview, showOpenFindings, showOverview } from "./synth-report.ts";

export interface SynthOptions extends FleetOptions, SelectionOptions {
  readonly out?: string;
  readonly format?: "human" | "json";
  /** How the stack of a subscription is built. @default the baseline alone */
  readonly build?: BuildStack;
}

/** `csp-baseline synth`: validates the fleet, builds and judges every stack, and writes them all or nothing. */
export function synth(options: SynthOptions, console: Console): ExitCode {
  const json = options.format === "json";
  const input = readFleet(options, console);
  if ("problems" in input) {
    if (json) console.out(checkJson({ valid: false, problems: input.problems, warnings: [] }));
    else showProblems(input.problems, console);
    return EXIT.invalid;
  }
  const { fleet, warnings } = input;
  const subscriptions = selectSubscriptions(fleet, options);
  // The name under which the engine's own command line says where it will look.
  const outdir = options.out ?? (console.env["CDKTF_OUTDIR"] || "cdktf.out");

  const overview = new Overview();
  const findings: Finding[] = [];
  const { open, passed, summary } = outsideErrors(`cannot write ${outdir}`, () =>
    synthesizeFleet(fleet, {
      outdir,
      subscriptions,
      today: today(console),
      ...(options.build === undefined ? {} : { build: options.build }),
      onSubscription: (subscription, found) => {
        overview.add(subscription, found);
        if (json) findings.push(...found);
        const done = overview.subscriptions;
        if (done % 100 === 0)
          console.progress(`${count(done)} of ${count(subscriptions.length)} subscriptions`);
      },
    }),
  );
  console.progress("");

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
  showOverview({ fleet, overview, summary, outdir }, console);
  return EXIT.ok;
}

/** Turns what the disk refuses into a message. */
function outsideErrors<Result>(doing: string, action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    if (error instanceof Error && "code" in error) {
      throw new CommandError(`${doing}: ${error.message}`, EXIT.outside);
    }
    throw error;
  }
}
