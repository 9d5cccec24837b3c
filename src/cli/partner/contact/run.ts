import { escapeControls } from "../../../fleet/echo.ts";
import {
  CONTACT_FIELDS,
  CONTACT_STEPS,
  contactAdvice,
  missingFields,
} from "../../../partner/contact-sheet.ts";
import { judgeEachDuty } from "../../../partner/index.ts";
import type { Console } from "../../console.ts";
import { EXIT, type ExitCode } from "../../exit-codes.ts";
import { openFleet, today } from "../../fleet-input.ts";
import { type ObservableOptions, showJson } from "../input.ts";
import { observed } from "../observed.ts";

/**
 * `csp-baseline partner contact`: shows the sheet from which a Global admin enters the security contact in Partner
 * Center. Returns 1 when a field is missing, or the last comparison is too old.
 */
export async function partnerContact(options: ObservableOptions, console: Console): Promise<ExitCode> {
  const fleet = openFleet(options, console, "keep");
  if (fleet === undefined) return EXIT.invalid;
  const observations = options.live === true ? await observed(fleet, console) : {};
  const { name, securityContact: contact, tenantId } = fleet.partner;
  const missing = missingFields(contact);
  const advice = contactAdvice(fleet.partner);
  const [finding] = judgeEachDuty(fleet.partner, today(console), observations).filter(
    ({ control }) => control === "partner-security-contact",
  );
  const code = missing.length > 0 || finding?.status === "fail" ? EXIT.findings : EXIT.ok;
  if (options.format === "json") {
    const { verified = null, ...fields } = contact ?? {};
    const verification = {
      ...verified,
      status: finding?.status,
      due: finding?.due ?? null,
      message: finding?.message,
    };
    showJson(
      {
        schema: "csp-baseline/partner-contact/v1",
        partner: name,
        tenantId,
        fields,
        missing,
        advice,
        steps: CONTACT_STEPS,
        verification,
      },
      console,
    );
    return code;
  }
  const lines = [
    `The security contact of ${name} (tenant ${tenantId})`,
    "",
    ...CONTACT_FIELDS.map(([label, field]) => {
      const empty = field === "middleName" ? "(empty)" : "(missing: write it into partner.securityContact)";
      return `  ${label.padEnd(12)} ${contact?.[field] ?? empty}`;
    }),
    "",
    "How to enter it",
    "",
    ...CONTACT_STEPS.map((step, index) => `  ${index + 1}. ${step}`),
    "",
    "What to verify",
    "",
    "  - The phone is answered at every hour of every day.",
    "  - The contact can act on a security incident: a Global admin often lacks the expertise or the reach.",
    ...advice.map((one) => `  - ${one}`),
    "  - The contact gets no mails about Azure fraud: an Admin agent subscribes to those in Partner Center.",
    "",
    "Verification",
    "",
    `  ${finding?.message ?? "not asked"}.`,
    "  When both are the same: csp-baseline partner attest partner-security-contact --owner ADDRESS",
  ];
  console.out(lines.map(escapeControls).join("\n"));
  return code;
}
