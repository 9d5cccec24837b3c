import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FindingsTally } from "../../findings/index.ts";
import type { Fleet } from "../../fleet/index.ts";
import {
  FindingsFileError,
  type FleetNames,
  type ResultHistory,
  Results,
  readFindings,
  reportPage,
  SameInstantError,
} from "../../output/html/index.ts";
import { judgePartner } from "../../partner/index.ts";
import { type BuildStack, synthesizeFleet } from "../../synthesis/index.ts";
import { type Console, count, counted } from "../console.ts";
import { CommandError, EXIT, type ExitCode } from "../exit-codes.ts";
import { writeWhole } from "../files.ts";
import { type FleetOptions, openFleet, today } from "../fleet-input.ts";

export interface ReportOptions extends FleetOptions {
  /** `findings/v1` files; several make a trend. @default the fleet, synthesized and judged now */
  readonly from?: readonly string[];
  /** The HTML file. */
  readonly output: string;
  /** How the stack of a subscription is built. @default the baseline alone */
  readonly build?: BuildStack;
}

/**
 * `csp-baseline report`: findings as one HTML page. It ends with 0 when the page was written, whatever the page
 * says: the command that judged has ended with 1 already.
 */
export function report(options: ReportOptions, console: Console): ExitCode {
  const { from = [], output } = options;
  // The names of customers are in the fleet; with --from it is read where it is asked for.
  const isRead = from.length === 0 || options.fleet !== undefined;
  const fleet = isRead ? openFleet(options, console, "keep") : undefined;
  if (isRead && fleet === undefined) return EXIT.invalid;

  const results = new Results();
  for (const file of from) addFile(results, file, console);
  if (from.length === 0 && fleet !== undefined) addFleet(results, fleet, options, console);
  console.progress("");
  const history = results.history();
  if (history === undefined) throw new CommandError("there is nothing to report on", EXIT.invalid);

  writeWhole(output, reportPage(history, fleet === undefined ? undefined : namesOf(fleet)));
  say(history, output, console);
  return EXIT.ok;
}

function namesOf({ customers, partner }: Fleet): FleetNames {
  return { partner: partner.name, customers: new Map(customers.map((one) => [one.key, one.displayName])) };
}

function addFile(results: Results, file: string, console: Console): void {
  console.progress(`reading ${file}`);
  try {
    results.add((onFinding) => readFindings(file, onFinding));
  } catch (error) {
    if (error instanceof FindingsFileError) throw new CommandError(error.message, EXIT.invalid);
    if (error instanceof SameInstantError) throw new CommandError(`${file}: ${error.message}`, EXIT.invalid);
    throw error;
  }
}

/** Judges the fleet as `synth` would, in a folder that is gone afterwards. */
function addFleet(results: Results, fleet: Fleet, { build }: ReportOptions, console: Console): void {
  const scratch = mkdtempSync(join(tmpdir(), "csp-baseline-report-"));
  const tally = new FindingsTally();
  let done = 0;
  try {
    results.add((onFinding) => {
      synthesizeFleet(fleet, {
        outdir: join(scratch, "cdktf.out"),
        today: today(console),
        ...(build === undefined ? {} : { build }),
        onSubscription: (_, findings) => {
          tally.add(findings);
          findings.forEach(onFinding);
          done += 1;
          if (done % 100 === 0)
            console.progress(`${count(done)} of ${counted(fleet.subscriptions.length, "subscription")}`);
        },
      });
      return {
        generatedAt: console.now().toISOString(),
        source: "stack",
        summary: tally.summary(),
        partner: judgePartner(fleet.partner, today(console)),
      };
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function say({ heads, latest, sound }: ResultHistory, output: string, console: Console): void {
  const { covered, subscriptions } = latest.summary;
  const results = heads.length === 1 ? "" : `, ${count(heads.length)} results`;
  console.out(
    `${output}: ${count(covered)} of ${counted(subscriptions, "subscription")} covered (${latest.source}, ${latest.generatedAt}${results})`,
  );
  if (sound) return;
  console.err(
    `${console.style("yellow", "warning")} the findings of ${latest.generatedAt} do not add up to its summary: part of them is missing`,
  );
}
