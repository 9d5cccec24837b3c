import { EndpointError } from "../../../azure/endpoints.ts";
import { isOpenDuty } from "../../../findings/index.ts";
import { DUTIES_SCHEMA, type Duty, type DutyWitness, duties } from "../../../partner/duties.ts";
import { observePartner } from "../../../partner/observe.ts";
import { observeSightings } from "../../../partner/sightings/index.ts";
import { plain } from "../../../text/wording.ts";
import type { Console } from "../../console.ts";
import { CommandError, EXIT, type ExitCode } from "../../exit-codes.ts";
import { openFleet, today } from "../../fleet-input.ts";
import { mark, nextSteps, wrapped } from "../../terminal.ts";
import { type Connection, connectOptions, type PartnerOptions, showJson } from "../input.ts";

export interface DutiesOptions extends PartnerOptions {
  /** Also reads the tenants of all customers. */
  readonly customers?: boolean;
}

const WITNESSES: readonly DutyWitness[] = ["open", "seen", "attested"];

/** `csp-baseline partner duties`: shows for every duty whether an API shows it, a person attests it, or neither. */
export async function partnerDuties(
  options: DutiesOptions,
  console: Console,
  connection: Connection = {},
): Promise<ExitCode> {
  const fleet = openFleet(options, console, "keep");
  if (fleet === undefined) return EXIT.invalid;
  const found = await asked(async () => {
    const connect = { ...connectOptions(fleet, console, connection), now: console.now() };
    const [observations, sightings] = await Promise.all([
      observePartner(connect),
      observeSightings(fleet, { ...connect, customers: options.customers === true }),
    ]);
    return duties(fleet.partner, today(console), { ...observations, sightings });
  });
  if (options.format === "json")
    showJson({ schema: DUTIES_SCHEMA, generatedAt: console.now().toISOString(), duties: found }, console);
  else show(found, console);
  return found.some(({ finding }) => isOpenDuty(finding)) ? EXIT.findings : EXIT.ok;
}

async function asked<Found>(ask: () => Promise<Found>): Promise<Found> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof EndpointError) throw new CommandError(error.message, EXIT.invalid);
    throw error;
  }
}

/** Shows open duties first. Duties of the same state for the same reasons stand together, with what each needs. */
function show(found: readonly Duty[], console: Console): void {
  const width = Math.max(...found.map(({ control }) => control.length));
  for (const [first, same] of alike(found)) {
    const { finding, witness } = first;
    const reasons = [plain(finding.message, 1000), ...(reasonOf(first) === "" ? [] : [reasonOf(first)])];
    console.out(
      wrapped(`${witness.padEnd(8)}  ${mark(console, finding.status)}  ${reasons.join("; ")}`, console, 4),
    );
    for (const { control, permissions } of same) {
      const needs = permissions.length === 0 ? "" : `needs ${permissions.join(", ")}`;
      const line = needs === "" ? `    ${control}` : `    ${control.padEnd(width)}  ${needs}`;
      console.out(wrapped(line, console, width + 6));
    }
    console.out("");
  }
  const of = (witness: DutyWitness) => found.filter((one) => one.witness === witness).length;
  console.out(`${of("seen")} seen, ${of("attested")} attested, ${of("open")} open`);
  const steps = nextSteps(stepsFor(found), console);
  for (const line of steps.length === 0 ? [] : ["", ...steps]) console.out(line);
}

function alike(found: readonly Duty[]): readonly (readonly [Duty, readonly Duty[]])[] {
  const sorted = [...found].sort((a, b) => WITNESSES.indexOf(a.witness) - WITNESSES.indexOf(b.witness));
  const groups = new Map<string, [Duty, Duty[]]>();
  for (const duty of sorted) {
    const key = JSON.stringify([duty.witness, duty.finding.status, duty.finding.message, reasonOf(duty)]);
    const [, same] = groups.get(key) ?? [];
    if (same === undefined) groups.set(key, [duty, [duty]]);
    else same.push(duty);
  }
  return [...groups.values()];
}

/** Returns why no API shows the duty; empty where one does, or where the message states it. */
function reasonOf({ finding, notSeen }: Duty): string {
  return notSeen === null || finding.message.endsWith(notSeen) ? "" : `not seen: ${plain(notSeen, 300)}`;
}

/** The first duty that a person can attest, and where all are described. */
function stepsFor(found: readonly Duty[]): readonly (readonly [string, string])[] {
  const first = found.find(({ finding, witness }) => witness === "open" && finding.status === "fail");
  if (first === undefined) return [];
  return [
    ["csp-baseline partner register", "what each duty asks"],
    [`csp-baseline partner attest ${first.control}`, "record who attests the first open one"],
  ];
}
