import type { PartnerFinding } from "../../../findings/index.ts";
import { escapeControls } from "../../../fleet/echo.ts";
import {
  judgeEachDuty,
  PARTNER_CONTROLS,
  type PartnerControl,
  referencesOf,
} from "../../../partner/index.ts";
import { type Console, counted } from "../../console.ts";
import { EXIT, type ExitCode } from "../../exit-codes.ts";
import { openFleet, today } from "../../fleet-input.ts";
import { type ObservableOptions, showJson } from "../input.ts";
import { observed } from "../observed.ts";

/** `csp-baseline partner register`: shows every duty of the partner, with its steps and state. */
export async function partnerRegister(options: ObservableOptions, console: Console): Promise<ExitCode> {
  const fleet = openFleet(options, console, "keep");
  if (fleet === undefined) return EXIT.invalid;
  const observations = options.live === true ? await observed(fleet, console) : {};
  const { name, role } = fleet.partner;
  const findings = judgeEachDuty(fleet.partner, today(console), observations);
  const findingOf = (control: PartnerControl) => findings.find((one) => one.control === control.id);
  if (options.format === "json") {
    const duties = PARTNER_CONTROLS.map((control) => {
      return { ...control, references: referencesOf(control.id), finding: findingOf(control) ?? null };
    });
    showJson({ schema: "csp-baseline/partner-register/v1", partner: name, role, duties }, console);
    return EXIT.ok;
  }
  for (const control of PARTNER_CONTROLS)
    console.out(dutyLines(control, findingOf(control), role).join("\n"));
  console.out(
    `${counted(PARTNER_CONTROLS.length, "duty", "duties")}, of which ${findings.length} apply to a partner of the role ${role}`,
  );
  return EXIT.ok;
}

function dutyLines(control: PartnerControl, finding: PartnerFinding | undefined, role: string): string[] {
  const { howTo, id, kind, severity, title, why } = control;
  const standing =
    finding === undefined ? `does not apply to the role ${role}` : `${finding.status}: ${finding.message}`;
  const headings = referencesOf(id).map(({ document, heading }) => `    from: ${document}, ${heading}`);
  return [
    `${id} (${kind}, ${severity})`,
    `    ${title}.`,
    `    ${why}`,
    ...howTo.map((step, index) => `    ${index + 1}. ${step}`),
    ...headings,
    escapeControls(`    ${standing}`),
    "",
  ];
}
