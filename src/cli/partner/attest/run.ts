import { readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { CONTROL_IDS } from "../../../controls/control-ids.ts";
import { escapeControls, quote } from "../../../fleet/echo.ts";
import {
  attestableComplaint,
  type Fleet,
  type Partner,
  parseAttestation,
  parseVerification,
} from "../../../fleet/index.ts";
import { FleetEditError, withAttestation, withVerification } from "../../../partner/fleet-edit.ts";
import { partnerControlById } from "../../../partner/index.ts";
import type { Console } from "../../console.ts";
import { CommandError, EXIT, type ExitCode } from "../../exit-codes.ts";
import { writeWhole } from "../../files.ts";
import { fleetFolder, openFleet, today } from "../../fleet-input.ts";
import { type PartnerOptions, showJson } from "../input.ts";

export interface AttestOptions extends PartnerOptions {
  /** The duty, or `partner-security-contact`. */
  readonly control: string;
  /** An address. @default - that of the last attestation */
  readonly owner?: string;
  /** An https link. @default that of before */
  readonly evidence?: string;
  /** `YYYY-MM-DD`. @default today */
  readonly on?: string;
  /** A whole number from 1 to 1095. @default that of before, or else the control's own */
  readonly validDays?: string;
}

const CONTACT = "partner-security-contact";

/** `csp-baseline partner attest CONTROL`: records in partner.yaml that a duty is met. */
export function attest(options: AttestOptions, console: Console): ExitCode {
  const fleet = openFleet(options, console, "keep");
  if (fleet === undefined) return EXIT.invalid;
  const { control } = options;
  checkControl(control, fleet);
  const path = partnerFile(options, console);
  const change =
    control === CONTACT
      ? verification(options, fleet.partner, console)
      : attestation(options, fleet.partner, console);
  let text: string;
  try {
    text = change.edit(readFileSync(path, "utf8"));
  } catch (error) {
    if (error instanceof FleetEditError)
      throw wrong(`${path}: ${error.message}. Write it by hand: ${JSON.stringify(change.record)}`);
    throw error;
  }
  writeWhole(path, text);
  if (options.format === "json")
    showJson({ schema: "csp-baseline/partner-attestation/v1", control, ...change.record }, console);
  else console.out(escapeControls(`${fleet.partner.locate([]).file}: ${control} ${change.summary}`));
  return EXIT.ok;
}

interface Change {
  readonly edit: (text: string) => string;
  readonly summary: string;
  /** The values to write, also shown if the file cannot be edited automatically. */
  readonly record: object;
}

function attestation(options: AttestOptions, partner: Partner, console: Console): Change {
  const before = partner.attestations?.find((one) => one.control === options.control);
  const parsed = parseAttestation({
    control: options.control,
    owner: options.owner ?? before?.owner,
    on: options.on ?? today(console),
    evidence: options.evidence ?? before?.evidence,
    validDays: options.validDays === undefined ? before?.validDays : wholeNumber(options.validDays),
  });
  if (!parsed.ok) throw wrong(asFlags(parsed.problems));
  const { value } = parsed;
  checkDay(value.on, before?.on, console);
  return {
    edit: (text) => withAttestation(text, value),
    summary: `attested by ${value.owner} on ${value.on}`,
    record: value,
  };
}

function verification(options: AttestOptions, partner: Partner, console: Console): Change {
  if (options.evidence !== undefined || options.validDays !== undefined)
    throw wrong(
      `${CONTACT} takes neither --evidence nor --valid-days: its record is partner.securityContact.verified`,
    );
  const { securityContact: contact } = partner;
  if (contact === undefined)
    throw wrong(
      "the fleet does not record the security contact: write it into partner.securityContact of partner.yaml first",
    );
  const parsed = parseVerification({
    owner: options.owner ?? contact.verified?.by,
    on: options.on ?? today(console),
  });
  if (!parsed.ok) throw wrong(asFlags(parsed.problems));
  const { value } = parsed;
  checkDay(value.on, contact.verified?.on, console);
  return {
    edit: (text) => withVerification(text, value),
    summary: `compared with Partner Center by ${value.by} on ${value.on}`,
    record: { verified: value },
  };
}

function checkControl(control: string, { partner }: Fleet): void {
  const complaint = control === CONTACT ? undefined : attestableComplaint(control, CONTROL_IDS);
  if (complaint !== undefined) {
    const hint = complaint.hint === undefined ? "" : `. ${complaint.hint}`;
    throw wrong(`${quote(control)} ${complaint.message}${hint}`);
  }
  if (partnerControlById(control)?.appliesTo.includes(partner.role) === false)
    throw wrong(`${control} does not apply to a partner of the role ${partner.role}`);
}

function checkDay(on: string, before: string | undefined, console: Console): void {
  if (on > today(console))
    throw wrong(`--on must not be after today, ${today(console)} (found ${quote(on)})`);
  if (before !== undefined && on < before)
    throw wrong(`--on must not be before ${before}, the day that is recorded (found ${quote(on)})`);
}

/** Returns the faults with their flags: `--owner must be an e-mail address`. */
function asFlags(problems: readonly string[]): string {
  return problems
    .map((problem) =>
      problem.replace(/^(\w+): /, (_, key) => `--${key === "validDays" ? "valid-days" : key} `),
    )
    .join("; ");
}

/** Returns the number, or a text that the format rejects with a message. */
function wholeNumber(text: string): number {
  return /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
}

/** Resolves a link, so that its target is written. */
function partnerFile(options: PartnerOptions, console: Console): string {
  return realpathSync(join(fleetFolder(options, console), "partner.yaml"));
}

function wrong(message: string): CommandError {
  return new CommandError(message, EXIT.invalid);
}
