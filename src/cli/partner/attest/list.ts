import { isOpenDuty, type PartnerFinding } from "../../../findings/index.ts";
import { escapeControls } from "../../../fleet/echo.ts";
import { judgeEachDuty } from "../../../partner/index.ts";
import { type Console, count } from "../../console.ts";
import { EXIT, type ExitCode } from "../../exit-codes.ts";
import { openFleet, today } from "../../fleet-input.ts";
import { type PartnerOptions, showJson } from "../input.ts";

/** The state of a duty that a person attests. */
const STATES = ["overdue", "open", "due", "met"] as const;
type State = (typeof STATES)[number];

/** `csp-baseline partner attest --list`: duties without an attestation, overdue duties, duties that are due soon, and met duties. */
export function attestList(options: PartnerOptions, console: Console): ExitCode {
  const fleet = openFleet(options, console, "keep");
  if (fleet === undefined) return EXIT.invalid;
  const duties = judgeEachDuty(fleet.partner, today(console))
    .filter(({ control, kind }) => kind === "attested" || control === "partner-security-contact")
    .map((finding) => ({ state: stateOf(finding), ...finding }))
    .sort((a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state) || compare(a.due ?? "", b.due ?? ""));
  if (options.format === "json")
    showJson({ schema: "csp-baseline/partner-attestations/v1", duties }, console);
  else {
    const width = Math.max(...duties.map(({ control }) => control.length));
    for (const { control, message, state } of duties)
      console.out(`${mark(state, console)} ${control.padEnd(width)}  ${escapeControls(message)}`);
    const of = (state: State) => count(duties.filter((duty) => duty.state === state).length);
    console.out("");
    console.out(`${of("overdue")} overdue, ${of("open")} open, ${of("due")} due soon, ${of("met")} met`);
  }
  return duties.some(isOpenDuty) ? EXIT.findings : EXIT.ok;
}

function stateOf({ due, status, warning }: PartnerFinding): State {
  if (status === "fail") return due === undefined ? "open" : "overdue";
  return warning === true ? "due" : "met";
}

function mark(state: State, console: Console): string {
  const colors = { overdue: "red", open: "red", due: "yellow", met: "green" } as const;
  return console.style(colors[state], state.padEnd(7));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
