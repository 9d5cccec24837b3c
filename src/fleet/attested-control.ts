import { z } from "zod";
import { didYouMean } from "./did-you-mean.ts";
import { ATTESTED_CONTROLS, type AttestedControlId, OBSERVED_CONTROLS } from "./partner-control-ids.ts";
import type { Complaint } from "./text-rules.ts";

/** The longest time for which an attestation is valid: three years, in days. */
export const MAX_VALID_DAYS = 1095;

/** Returns the duty with this id if a person attests it. */
export function attestedControlId(text: string): AttestedControlId | undefined {
  return ATTESTED_CONTROLS.find((id) => id === text);
}

/**
 * Returns why a control cannot be attested: no control has this name, or an API or the controls show its state.
 * @param judged the controls of a subscription
 */
export function attestableComplaint(text: string, judged: readonly string[]): Complaint | undefined {
  if (attestedControlId(text) !== undefined) return undefined;
  if (text === "partner-security-contact") {
    return {
      message: "cannot be attested",
      hint: "Set partner.securityContact.verified instead.",
    };
  }
  if (OBSERVED_CONTROLS.some((id) => id === text))
    return { message: "cannot be attested: an API shows it", hint: "Remove the attestation." };
  if (judged.includes(text)) {
    return {
      message: "cannot be attested: it is declared in every subscription and judged there",
      hint: "Remove the attestation.",
    };
  }
  return {
    message: "must be a duty of the partner that a person attests",
    hint: didYouMean(text, ATTESTED_CONTROLS) ?? "`csp-baseline partner register` lists them.",
  };
}

/** The loader validates the duty: it has the judged controls. */
export const AttestedControl = z.string().meta({
  description: "The duty.",
  enum: [...ATTESTED_CONTROLS],
});
