import type { AuditResult } from "../../audit/audit.ts";
import type { SourceReport } from "../../findings/index.ts";

/** What each source said, in numbers. */
export function sourceReports({ coverage }: Pick<AuditResult, "coverage">): SourceReport[] {
  return coverage.answers.map(({ complaints, complete, kind, name, subscriptions }) => {
    return { kind, name, subscriptions: subscriptions.length, complete, complaints };
  });
}
