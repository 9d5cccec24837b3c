import { ACCESS_CONTROLS } from "../audit/access/index.ts";
import { COVERAGE_CONTROLS } from "../audit/coverage-controls.ts";
import { LIVE_CONTROLS } from "../audit/live-controls/index.ts";
import { controlCatalogue, TENANT_CONTROLS } from "../controls/index.ts";
import type { AuditFinding, AuditReportHead, PartnerFinding } from "../findings/index.ts";
import type { Fleet } from "../fleet/index.ts";
import { NO_ATTESTATIONS, PARTNER_CONTROLS } from "../partner/index.ts";
import { type SarifResult, sarifLog, sarifResult, withFix } from "./sarif.ts";
import { levelOf, pageOf, type SarifRule, sarifRule } from "./sarif-rules.ts";
import { worstFirst } from "./worst-first.ts";

/**
 * Renders the findings of an audit as SARIF. A subscription that is not in the fleet has the location of the partner's
 * entry. The partner's own duties come before the findings of subscriptions.
 */
export function auditSarif(fleet: Fleet, head: AuditReportHead, findings: readonly AuditFinding[]): string {
  const { coverage, generatedAt, partner } = head;
  const live = [...COVERAGE_CONTROLS, ...LIVE_CONTROLS, ...ACCESS_CONTROLS];
  return sarifLog({
    id: "csp-baseline-audit/",
    generatedAt,
    rules: [
      ...[...controlCatalogue(), ...TENANT_CONTROLS.filter(({ inAzure }) => inAzure === true)].map(
        (control) => sarifRule(control, pageOf(control)),
      ),
      ...live.map((control) => sarifRule(control, `docs/audit-controls.md#${control.id}`)),
      ...(partner === undefined ? [] : partnerRules()),
    ],
    first: partnerResults(partner ?? [], fleet),
    findings: worstFirst(findings),
    notes: coverage.sources.flatMap(({ complaints, name }) => complaints.map((one) => `${name}: ${one}`)),
    fleet,
  });
}

/** Returns the rules of the partner's own duties. */
function partnerRules(): SarifRule[] {
  const none = {
    id: NO_ATTESTATIONS,
    severity: "high" as const,
    title: "The fleet has attestations",
    why: "Some duties can be confirmed only by a person, and the fleet has no attestation yet.",
    howTo: ["Record the first with csp-baseline partner attest."],
  };
  return [...PARTNER_CONTROLS, none].map(({ howTo, id, severity, title, why }) =>
    sarifRule(
      { id, severity, title, why, judgedBy: howTo, satisfies: [] },
      id === NO_ATTESTATIONS ? "docs/partner-duties.md" : `docs/partner-duties.md#${id}`,
    ),
  );
}

/**
 * Returns duties that failed, and as notes those that are due soon. A duty that could not be observed is left out:
 * without access to Graph, it would never disappear.
 */
function partnerResults(findings: readonly PartnerFinding[], fleet: Fleet): SarifResult[] {
  return findings
    .filter(({ status, warning }) => status === "fail" || warning === true)
    .map(({ control, fix, location, message, severity, status }) =>
      sarifResult({
        ruleId: control,
        level: status === "fail" ? levelOf(severity) : "note",
        text: `the partner: ${withFix(message, fix)}`,
        place: location,
        fleet,
        fingerprint: ["controlAndPartner/v1", `${control}/${fleet.partner.tenantId}`],
        properties: { status },
      }),
    );
}
