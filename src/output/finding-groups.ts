import type { Finding, FindingStatus } from "../findings/index.ts";
import type { Subscription } from "../fleet/index.ts";
import type { Movement, Review } from "../review/model.ts";
import { severityRank } from "./worst-first.ts";

/** Findings with the same text in several subscriptions. */
export interface FindingGroup {
  readonly movement: Movement;
  readonly before: FindingStatus | undefined;
  /** The finding of the first subscription. */
  readonly finding: Finding;
  /** The findings of all subscriptions, in their order. */
  readonly findings: readonly Finding[];
  readonly subscriptions: readonly Subscription[];
}

/**
 * Groups the findings that do not pass or that get better by their text. Subscriptions that were not reviewed are left
 * out: all their controls are unknown for the same reason.
 *
 * @returns the most severe first, failures before unknown ones, then the largest
 */
export function findingGroups({ subscriptions }: Review): readonly FindingGroup[] {
  const groups = new Map<
    string,
    FindingGroup & { readonly findings: Finding[]; readonly subscriptions: Subscription[] }
  >();
  for (const { coverage, findings, movements, subscription } of subscriptions) {
    if (coverage.state === "not-reviewed") continue;
    const moved = new Map(movements.map((one) => [one.control, one]));
    for (const finding of findings) {
      const { before, movement = "same" } = moved.get(finding.control) ?? {};
      if (finding.status === "pass" && movement !== "better") continue;
      const key = JSON.stringify([movement, before, ...groupKey(finding, subscription.id)]);
      const known = groups.get(key);
      if (known === undefined) {
        groups.set(key, { movement, before, finding, findings: [finding], subscriptions: [subscription] });
      } else {
        known.findings.push(finding);
        known.subscriptions.push(subscription);
      }
    }
  }
  return [...groups.values()].sort(
    (a, b) =>
      severityRank(a.finding.severity) - severityRank(b.finding.severity) ||
      statusRank(a) - statusRank(b) ||
      b.subscriptions.length - a.subscriptions.length,
  );
}

function groupKey({ control, exception, fix, message, status }: Finding, id: string): readonly unknown[] {
  const { approvedBy, expires, reason } = exception ?? {};
  const masked = [message, fix].map((text) => text?.replaceAll(id, "<subscription>"));
  return [control, status, ...masked, expires, reason, approvedBy];
}

function statusRank({ finding }: FindingGroup): number {
  return finding.status === "fail" ? 0 : 1;
}
