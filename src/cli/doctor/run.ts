import { join } from "node:path";
import type { Purpose } from "../../adopt/onboard/index.ts";
import {
  type Check,
  type CheckStatus,
  type DoctorReport,
  doctorReport,
  fail,
  type LoadedFleet,
  machineNet,
  type Net,
  providersOf,
  type RequiredProvider,
  runDoctor,
  statusOf,
} from "../../doctor/index.ts";
import { azapiVersion } from "../../engine/azapi.ts";
import { findSubscription } from "../../fleet/find.ts";
import { formatProblem } from "../../fleet/index.ts";
import { neededNode } from "../../text/own-package.ts";
import { readEndpoints } from "../azure-endpoints.ts";
import { type Console, counted } from "../console.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { type FleetOptions, fleetFolder, readFleet } from "../fleet-input.ts";

export interface DoctorOptions extends FleetOptions {
  /** Id, name or customer/name. @default - the fleet's first */
  readonly subscription?: string;
  /** The output folder of synth. @default - $CDKTF_OUTDIR, or cdktf.out */
  readonly out?: string;
  /** @default "deployer" */
  readonly as?: Purpose;
  /** @default "human" */
  readonly format?: "human" | "json";
  /** @default - the machine's */
  readonly net?: Net;
  /** @default - the running Node's */
  readonly nodeVersion?: string;
}

/**
 * `csp-baseline doctor`: returns 0 if all checks passed, 1 if one failed, 3 if none failed but one could not be made.
 */
export async function doctor(options: DoctorOptions, console: Console): Promise<ExitCode> {
  const purpose = options.as ?? "deployer";
  const outdir = options.out ?? (console.env["CDKTF_OUTDIR"] || "cdktf.out");
  const fleet = loadedFleet(options, console);
  const subscription = "status" in fleet ? undefined : fleet.subscription;
  const checks = await runDoctor({
    env: console.env,
    now: console.now,
    node: { version: options.nodeVersion ?? process.versions.node, needed: neededNode() },
    endpoints: readEndpoints(console),
    net: options.net ?? machineNet(),
    providers: await requiredProviders(outdir, subscription?.id),
    fleet,
    purpose,
    outdir,
    onStep: (text) => console.progress(text),
  });
  console.progress("");
  if (options.format === "json") {
    const { customer, id, name } = subscription ?? {};
    const about = id && name && customer ? { id, name, customer: customer.key } : null;
    const report = doctorReport(checks, { as: purpose, subscription: about }, console.now());
    console.out(JSON.stringify(report satisfies DoctorReport, undefined, 2));
  } else show(checks, console);
  return EXIT_OF[statusOf(checks)];
}

const EXIT_OF: Readonly<Record<CheckStatus, ExitCode>> = {
  ok: EXIT.ok,
  fail: EXIT.findings,
  unknown: EXIT.outside,
};

/** Keeps expired exceptions, which must not prevent the check of a tenant. */
function loadedFleet(options: DoctorOptions, console: Console): LoadedFleet | Check {
  const input = readFleet(options, console, "keep");
  if ("problems" in input) {
    const [first] = input.problems;
    const detail = first === undefined ? "" : `: ${formatProblem(first)}`;
    return fail(
      "fleet",
      `${counted(input.problems.length, "problem")}${detail}`,
      "csp-baseline check shows all",
    );
  }
  const { fleet } = input;
  const size = `${counted(fleet.customers.length, "customer")}, ${counted(fleet.subscriptions.length, "subscription")}`;
  const subscription =
    options.subscription === undefined
      ? fleet.customers.find(({ subscriptions }) => subscriptions.length > 0)?.subscriptions[0]
      : findSubscription(fleet, options.subscription);
  return { fleet, subscription, message: `${fleetFolder(options, console)}: ${size}` };
}

/** Returns the providers of the synthesized stack, or else those that this version would write. */
async function requiredProviders(
  outdir: string,
  id: string | undefined,
): Promise<readonly RequiredProvider[]> {
  const stack = id === undefined ? undefined : providersOf(join(outdir, "stacks", id, "cdk.tf.json"));
  if (stack !== undefined) return stack;
  const { engine } = await import("#engine");
  return [
    { source: "hashicorp/azurerm", version: engine.azurermVersion },
    { source: "Azure/azapi", version: azapiVersion },
  ];
}

const STYLE = { ok: "green", fail: "red", unknown: "yellow" } as const;

function show(checks: readonly Check[], console: Console): void {
  const width = Math.max(...checks.map(({ id }) => id.length));
  for (const { fix, id, message, status } of checks) {
    console.out(`${console.style(STYLE[status], status.padEnd(7))}  ${id.padEnd(width)}  ${message}`);
    if (fix !== undefined) console.out(`${" ".repeat(9 + width + 2)}${console.style("dim", fix)}`);
  }
  const number = (wanted: CheckStatus) => checks.filter(({ status }) => status === wanted).length;
  console.out("");
  console.out(
    `${number("ok")} of ${counted(checks.length, "check")} ok, ${number("fail")} failed, ${number("unknown")} unknown`,
  );
}
