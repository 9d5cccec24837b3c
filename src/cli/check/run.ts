import { packProblems } from "../../controls/packs/fleet-problems.ts";
import type { Problem } from "../../fleet/index.ts";
import { type Console, counted } from "../console.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { type FleetInput, type FleetOptions, fleetFolder, readFleet } from "../fleet-input.ts";
import { showProblems, showWarnings } from "../problems.ts";

export interface CheckOptions extends FleetOptions {
  readonly format?: "human" | "json";
}

/** The result of `--format json` for the fleet: `csp-baseline/check/v1`. */
interface CheckReport {
  readonly schema: "csp-baseline/check/v1";
  readonly valid: boolean;
  readonly customers?: number;
  readonly subscriptions?: number;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** `csp-baseline check`: validates the fleet, writes nothing. */
export function check(options: CheckOptions, console: Console): ExitCode {
  const input = withPacks(readFleet(options, console));
  const { warnings } = input;
  const json = options.format === "json";
  if ("problems" in input) {
    if (json) console.out(checkJson({ valid: false, problems: input.problems, warnings }));
    else {
      showWarnings(warnings, console);
      showProblems(input.problems, console);
    }
    return EXIT.invalid;
  }
  const { fleet } = input;
  const customers = fleet.customers.length;
  const subscriptions = fleet.subscriptions.length;
  if (json) {
    console.out(checkJson({ valid: true, customers, subscriptions, problems: [], warnings }));
    return EXIT.ok;
  }
  showWarnings(warnings, console);
  const size = `${counted(customers, "customer")}, ${counted(subscriptions, "subscription")}`;
  console.out(`${console.style("green", "valid")}  ${fleetFolder(options, console)}: ${size}`);
  return EXIT.ok;
}

/** A fleet that does not declare the controls of its policy packs is one that synth refuses. */
function withPacks(input: FleetInput): FleetInput {
  if ("problems" in input) return input;
  const problems = packProblems(input.fleet);
  return problems.length === 0 ? input : { problems, warnings: input.warnings };
}

export function checkJson(report: Omit<CheckReport, "schema">): string {
  return JSON.stringify({ schema: "csp-baseline/check/v1", ...report } satisfies CheckReport, undefined, 2);
}
