import type { EvidenceSource } from "../evidence/index.ts";
import type { Finding } from "./finding.ts";
import type { PartnerFinding } from "./partner-finding.ts";
import type { FindingsSummary } from "./summary.ts";

/** The schema's name in every findings file. */
export const FINDINGS_SCHEMA = "csp-baseline/findings/v1";

/** `--format json` of every command that judges: stable, described by schema/findings.json. */
export interface FindingsReport {
  readonly schema: typeof FINDINGS_SCHEMA;
  /** An instant in ISO 8601, UTC. */
  readonly generatedAt: string;
  readonly source: EvidenceSource;
  /** Of the findings of subscriptions; the partner's own are not counted in it. */
  readonly summary: FindingsSummary;
  /** The partner's own duties, where the command judges them. */
  readonly partner?: readonly PartnerFinding[];
  readonly findings: readonly Finding[];
}
