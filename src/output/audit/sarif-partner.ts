import { createHash } from "node:crypto";
import type { PartnerFinding } from "../../findings/index.ts";
import type { Fleet } from "../../fleet/index.ts";
import { NO_ATTESTATIONS, PARTNER_CONTROLS } from "../../partner/index.ts";
import { relativeUri } from "../place.ts";
import { levelOf } from "../review/sarif.ts";
import { messageText } from "./sarif-text.ts";

/** The rules of the partner's own duties. */
export function partnerRules() {
  const none = {
    id: NO_ATTESTATIONS,
    severity: "high" as const,
    title: "The fleet has attestations",
    why: "What only a person can vouch for is not known of anybody.",
    howTo: ["Record the first with csp-baseline partner attest."],
  };
  return [...PARTNER_CONTROLS, none].map(({ howTo, id, severity, title, why }) => ({
    id,
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: { text: [why, ...howTo].join(" ").replaceAll("`", "") },
    defaultConfiguration: { level: levelOf(severity) },
    properties: { precision: "very-high", tags: ["security", "azure"] },
  }));
}

/**
 * Duties that failed, and as notes those that will soon be due. What nobody observed is left out: without access to
 * Graph the same results would be there for ever.
 */
export function partnerResults(findings: readonly PartnerFinding[], fleet: Fleet) {
  return findings
    .filter(({ status, warning }) => status === "fail" || warning === true)
    .map(({ control, fix, location, message, severity, status }) => {
      const place = location ?? fleet.partner.locate(["partner"]);
      const text = `the partner: ${message}${fix === undefined ? "" : `. To do: ${fix}`}`;
      const fingerprint = createHash("sha256").update(`${control}/${fleet.partner.tenantId}`).digest("hex");
      return {
        ruleId: control,
        level: status === "fail" ? levelOf(severity) : "note",
        message: { text: messageText(text) },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: relativeUri(place, fleet) },
              region: { startLine: place.line, startColumn: place.column },
            },
          },
        ],
        partialFingerprints: { "controlAndPartner/v1": fingerprint.slice(0, 32) },
        properties: { status },
      };
    });
}
