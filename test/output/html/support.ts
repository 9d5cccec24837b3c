import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { FindingStatus, PartnerFinding } from "../../../src/findings/index.ts";
import { FINDINGS_SCHEMA } from "../../../src/findings/index.ts";
import {
  type ReportedFinding,
  type ResultHead,
  type ResultHistory,
  Results,
} from "../../../src/output/html/index.ts";
import { temporaryFolder } from "../../support/stack.ts";

const CONTROLS = [
  ["security-contact", "critical"],
  ["budget", "high"],
  ["service-health-alert", "high"],
  ["cost-anomaly-alert", "medium"],
  ["action-group", "high"],
  ["activity-log-alerts", "medium"],
  ["resource-health-alert", "medium"],
] as const;

/** Returns a finding with defaults for everything else. */
export function finding(part: Partial<ReportedFinding> = {}): ReportedFinding {
  return {
    control: "budget",
    severity: "high",
    subscriptionId: "00000000-0000-0000-0000-000000000001",
    subscriptionName: "prod",
    customer: "contoso",
    status: "fail",
    message: "the subscription has no budget",
    ...part,
  };
}

/** Returns duties of the partner, one of each status. */
export function someDuties(): PartnerFinding[] {
  const duty = {
    control: "leavers-removed",
    kind: "attested",
    severity: "high",
    message: "alice@fabrikam.example attested it on 2026-11-01",
    location: { file: "fleet/partner.yaml", line: 60, column: 5 },
    references: [],
  } as const;
  return [
    { ...duty, status: "pass", due: "2027-01-30" },
    { ...duty, status: "pass", due: "2026-12-01", warning: true, fix: "look again" },
    { ...duty, status: "fail", due: "2026-10-01", fix: "look again" },
    { ...duty, status: "unknown", fix: "give the reader PartnerSecurity.Read.All" },
  ];
}

/** Returns the head of a result with a summary counted from its findings. */
export function head(findings: readonly ReportedFinding[], part: Partial<ResultHead> = {}): ResultHead {
  const of = (status: FindingStatus) => findings.filter((one) => one.status === status).length;
  const open = findings.filter(({ status }) => status === "fail" || status === "unknown");
  const subscriptions = new Set(findings.map(({ subscriptionId }) => subscriptionId)).size;
  const covered = subscriptions - new Set(open.map(({ subscriptionId }) => subscriptionId)).size;
  const counts = { pass: of("pass"), fail: of("fail"), excepted: of("excepted"), unknown: of("unknown") };
  const summary = { subscriptions, covered, ...counts };
  return { generatedAt: "2026-11-24T02:00:00Z", source: "azure", summary, ...part };
}

/** Findings, and what differs from {@link head}'s default. */
export type TestResult = readonly [findings: readonly ReportedFinding[], head?: Partial<ResultHead>];

/** Returns the history of these results, oldest or newest first. */
export function historyOf(...results: readonly TestResult[]): ResultHistory {
  const all = new Results();
  for (const [findings, part] of results) {
    all.add((onFinding) => {
      findings.forEach(onFinding);
      return head(findings, part);
    });
  }
  const history = all.history();
  if (history === undefined) throw new Error("no result");
  return history;
}

/** Writes a findings file to a new folder. */
export function findingsFile(findings: readonly ReportedFinding[], part: Partial<ResultHead> = {}): string {
  const file = join(temporaryFolder(), "findings.json");
  writeFileSync(file, JSON.stringify({ schema: FINDINGS_SCHEMA, ...head(findings, part), findings }));
  return file;
}

/**
 * Returns seven findings for each subscription, as in a real fleet: most pass, some customers have the same gap
 * everywhere, a few are much worse. Deterministic.
 */
export function fleetFindings(customers: number, subscriptions: number): ReportedFinding[] {
  return Array.from({ length: subscriptions }, (_, index) => {
    const customer = index % customers;
    const key = `customer-${String(customer).padStart(4, "0")}`;
    const id = `50000000-0000-4000-8000-${index.toString(16).padStart(12, "0")}`;
    const location = {
      file: `fleet/customers/${key}.yaml`,
      line: 5 + 2 * Math.floor(index / customers),
      column: 5,
    };
    return CONTROLS.map(([control, severity], column): ReportedFinding => {
      const base = {
        control,
        severity,
        subscriptionId: id,
        subscriptionName: `${key}-${Math.floor(index / customers)}`,
        customer: key,
        location,
        references: [{ tool: "CIS Azure 6.0", id: "6.1.2.11" }],
      };
      const bad = customer % 97 === 3 || (customer % 13 === 5 && column === customer % 7);
      if (!bad) return { ...base, status: "pass", message: `${control} matches the fleet` };
      if (column === 6) {
        return { ...base, status: "unknown", message: "the reader may not list Microsoft.Insights" };
      }
      return {
        ...base,
        status: "fail",
        message: `the subscription has no ${control}`,
        fix: `declare the ${control}`,
        resource: `/subscriptions/${id}/${control}`,
      };
    });
  }).flat();
}
