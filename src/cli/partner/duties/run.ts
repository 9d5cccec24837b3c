import { EndpointError } from "../../../azure/endpoints.ts";
import { plain } from "../../../controls/wording.ts";
import { isOpenDuty } from "../../../findings/index.ts";
import { DUTIES_SCHEMA, type Duty, type DutyWitness, duties } from "../../../partner/duties.ts";
import { observePartner } from "../../../partner/observe.ts";
import { observeSightings } from "../../../partner/sightings/index.ts";
import type { Console } from "../../console.ts";
import { CommandError, EXIT, type ExitCode } from "../../exit-codes.ts";
import { openFleet, today } from "../../fleet-input.ts";
import { type Connection, connectOptions, type PartnerOptions, showJson } from "../input.ts";

export interface DutiesOptions extends PartnerOptions {
  /** Looks into the tenants of all customers too. */
  readonly customers?: boolean;
}

const WITNESSES: readonly DutyWitness[] = ["open", "seen", "attested"];

/** `csp-baseline partner duties`: of every duty whether an API shows it, a person vouches for it, or neither. */
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

function show(found: readonly Duty[], console: Console): void {
  const width = Math.max(...found.map(({ control }) => control.length));
  const sorted = [...found].sort((a, b) => WITNESSES.indexOf(a.witness) - WITNESSES.indexOf(b.witness));
  for (const { control, finding, notSeen, permissions, witness } of sorted) {
    const { message, status } = finding;
    const colour = status === "pass" ? "green" : status === "fail" ? "red" : "yellow";
    const state = console.style(colour, status.padEnd(7));
    console.out(`${witness.padEnd(8)}  ${state}  ${control.padEnd(width)}  ${plain(message, 1000)}`);
    if (notSeen !== null) {
      // A message that states the reason itself has only the permissions below it.
      const reason = message.endsWith(notSeen) ? [] : [`not seen: ${plain(notSeen, 300)}`];
      const needed = permissions.length === 0 ? [] : [`it needs ${permissions.join(", ")}`];
      const line = [...reason, ...needed].join("; ");
      if (line !== "") console.out(`${" ".repeat(19)}${line}`);
    }
  }
  const of = (witness: DutyWitness) => found.filter((one) => one.witness === witness).length;
  console.out("");
  console.out(`${of("seen")} seen, ${of("attested")} attested, ${of("open")} open`);
}
