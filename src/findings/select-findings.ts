import { OPEN_STATUSES, type OpenStatus } from "./open-status.ts";
import { type ReportedFinding, type ResultHead, readFindings } from "./read-findings.ts";
import type { Finding } from "./shape.ts";

/** Criteria for findings that select subscriptions. A finding must meet all of them. */
export interface FindingCriteria {
  /** Ids of controls. @default - all controls */
  readonly controls?: readonly string[];
  /** @default - all severities */
  readonly severities?: readonly Finding["severity"][];
  /** @default ["fail", "unknown"] */
  readonly statuses?: readonly OpenStatus[];
}

/** The findings of a result that meet the criteria. */
export interface SelectedFindings {
  readonly head: ResultHead;
  /** By the subscription's id in lower case, in the order of the result. A subscription with drift only has none. */
  readonly bySubscription: ReadonlyMap<string, readonly ReportedFinding[]>;
  /** Every control of which the result has a finding, with any status. */
  readonly controls: ReadonlySet<string>;
}

/**
 * Reads the findings of a result that meet the criteria. Passed and excepted ones are never among them.
 * @param path a `findings/v1` file
 * @throws {FindingsFileError} when it cannot be read, is not a findings file, or is cut off
 */
export function selectFindings(path: string, criteria: FindingCriteria = {}): SelectedFindings {
  const { controls: wanted, severities, statuses = OPEN_STATUSES } = criteria;
  const bySubscription = new Map<string, ReportedFinding[]>();
  const controls = new Set<string>();
  const head = readFindings(path, (finding) => {
    const { control, severity, status, subscriptionId } = finding;
    controls.add(control);
    if (!statuses.some((one) => one === status)) return;
    if (wanted?.includes(control) === false || severities?.includes(severity) === false) return;
    const id = subscriptionId.toLowerCase();
    const known = bySubscription.get(id);
    if (known === undefined) bySubscription.set(id, [finding]);
    else known.push(finding);
  });
  if (wanted === undefined && severities === undefined) {
    for (const { subscriptionId } of head.drift ?? []) {
      const id = subscriptionId.toLowerCase();
      if (!bySubscription.has(id)) bySubscription.set(id, []);
    }
  }
  return { head, bySubscription, controls };
}
