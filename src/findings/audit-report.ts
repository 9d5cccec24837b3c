import type { Severity } from "../controls/index.ts";
import type { Finding } from "./finding.ts";
import type { FindingsReport } from "./report.ts";

/** How an open finding stands against an earlier result. */
export type Movement = "new" | "stays";

/** A finding of the audit, and how it stands against an earlier result where one was given. */
export interface AuditFinding extends Finding {
  readonly movement?: Movement;
}

/** What a list of subscriptions said, in numbers. */
export interface SourceReport {
  readonly kind: "arm" | "graph" | "partner-center" | "files";
  /** What was asked, for a person. */
  readonly name: string;
  /** Whether everything was read that there is to see. */
  readonly complete: boolean;
  /** Why it may not be all: one line each. */
  readonly complaints: readonly string[];
  /** How many subscriptions it showed. */
  readonly subscriptions: number;
}

/** What was open in an earlier result and is no longer. */
export interface FixedFinding {
  readonly control: string;
  readonly severity: Severity;
  readonly subscriptionId: string;
  readonly subscriptionName: string;
  readonly customer: string;
  readonly message: string;
}

/** What became of an earlier result, without every single finding that stays. */
export interface SinceSummary {
  /** When the earlier result was made. */
  readonly generatedAt: string;
  readonly new: number;
  readonly stays: number;
  readonly fixed: readonly FixedFinding[];
}

/** `csp-baseline/findings/v1` of an audit: what it adds to the format. */
export interface AuditFindingsReport extends FindingsReport {
  readonly source: "azure";
  readonly coverage: {
    readonly sources: readonly SourceReport[];
    /** Managed subscriptions of which something could be read. */
    readonly read: number;
    /** Subscriptions that the fleet does not have; each is a finding. */
    readonly unmanaged: number;
    /** Subscriptions of the partner's own tenant that were left alone. */
    readonly own: number;
  };
  readonly since?: SinceSummary;
  readonly findings: readonly AuditFinding[];
}

/** The same without its findings, which may be many. */
export type AuditReportHead = Omit<AuditFindingsReport, "findings">;
