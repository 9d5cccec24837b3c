import type { Finding, FindingsReport } from "../../findings/index.ts";
import type { AuditResult } from "../audit.ts";
import type { Movement, SinceSummary } from "../since.ts";
import type { SourceAnswer } from "../sources/source.ts";

/** A finding of the audit, and how it stands against an earlier result where one was given. */
export interface AuditFinding extends Finding {
  readonly movement?: Movement;
}

/** What a source said, in numbers. */
export interface SourceReport extends Pick<SourceAnswer, "kind" | "name" | "complete" | "complaints"> {
  /** How many it showed. */
  readonly subscriptions: number;
}

/** `csp-baseline/findings/v1` of an audit: what it adds to the format. */
export interface AuditReportHead extends Omit<FindingsReport, "findings"> {
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
}

export function sourceReports({ coverage }: Pick<AuditResult, "coverage">): SourceReport[] {
  return coverage.answers.map(({ complaints, complete, kind, name, subscriptions }) => {
    return { kind, name, subscriptions: subscriptions.length, complete, complaints };
  });
}
