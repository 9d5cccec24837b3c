import { createHash } from "node:crypto";
import { COVERAGE_CONTROLS } from "../../audit/coverage-controls.ts";
import { LIVE_CONTROLS } from "../../audit/live-controls/index.ts";
import { type Control, controlCatalogue } from "../../controls/index.ts";
import type { AuditFinding, AuditReportHead } from "../../findings/index.ts";
import type { Fleet } from "../../fleet/index.ts";
import { severityRank } from "../finding-groups.ts";
import { relativeUri } from "../place.ts";
import { levelOf } from "../review/sarif.ts";
import { oneLine } from "../visible.ts";
import { partnerResults, partnerRules } from "./sarif-partner.ts";
import { messageText } from "./sarif-text.ts";

/** What GitHub takes in one run. https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning */
const MOST_RESULTS = 25_000;
const STATUSES = ["fail", "unknown", "excepted"];

/**
 * SARIF 2.1.0: a result for each finding that does not pass, at its line of the fleet; a subscription that the fleet does
 * not have is shown at the partner's. Excepted ones are suppressed. The partner's own duties come before them, and then
 * the worst, as GitHub takes 25,000.
 */
export function auditSarif(fleet: Fleet, head: AuditReportHead, findings: readonly AuditFinding[]): string {
  const rank = ({ severity, status }: AuditFinding) => STATUSES.indexOf(status) * 10 + severityRank(severity);
  const open = findings.filter(({ status }) => status !== "pass").sort((a, b) => rank(a) - rank(b));
  const duties = partnerResults(head.partner ?? [], fleet);
  const rules = [
    ...[...COVERAGE_CONTROLS, ...controlCatalogue(), ...LIVE_CONTROLS].map(ruleOf),
    ...(head.partner === undefined ? [] : partnerRules()),
  ];
  const index = new Map(rules.map(({ id }, at) => [id, at]));
  const log = {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "csp-baseline", rules } },
        automationDetails: { id: "csp-baseline-audit/" },
        columnKind: "utf16CodeUnits",
        invocations: [
          {
            executionSuccessful: true,
            endTimeUtc: head.generatedAt,
            toolExecutionNotifications: notifications(head, open.length + duties.length),
          },
        ],
        results: [
          ...duties,
          ...open.slice(0, MOST_RESULTS - duties.length).map((finding) => resultOf(finding, index, fleet)),
        ],
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 1)}\n`;
}

function ruleOf({
  id,
  judgedBy,
  severity,
  title,
  why,
}: Pick<Control, "id" | "judgedBy" | "severity" | "title" | "why">) {
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: { text: [why, ...judgedBy].join(" ").replaceAll("`", "") },
    defaultConfiguration: { level: levelOf(severity) },
    properties: { precision: "very-high", tags: ["security", "azure"] },
  };
}

function notifications({ coverage }: AuditReportHead, open: number) {
  const texts = [
    ...(open > MOST_RESULTS
      ? [`${open - MOST_RESULTS} results of ${open} left out, the least severe: the JSON has all of them.`]
      : []),
    ...coverage.sources.flatMap(({ complaints, name }) => complaints.map((one) => `${name}: ${one}`)),
  ];
  return texts.map((text) => ({ level: "warning", message: { text: messageText(text) } }));
}

function resultOf(finding: AuditFinding, index: ReadonlyMap<string, number>, fleet: Fleet) {
  const { control, customer, exception, location, movement, severity, status, subscriptionId } = finding;
  const place = location ?? fleet.partner.locate(["partner"]);
  const ruleIndex = index.get(control);
  return {
    ruleId: control,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: status === "unknown" ? "warning" : levelOf(severity),
    ...(movement === undefined ? {} : { baselineState: movement === "new" ? "new" : "unchanged" }),
    message: { text: messageText(sentenceOf(finding)) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: relativeUri(place, fleet) },
          region: { startLine: place.line, startColumn: place.column },
        },
      },
    ],
    partialFingerprints: {
      "controlAndSubscription/v1": createHash("sha256")
        .update(`${control}/${subscriptionId}`)
        .digest("hex")
        .slice(0, 32),
    },
    ...(status !== "excepted" || exception === undefined
      ? {}
      : {
          suppressions: [{ kind: "external", status: "accepted", justification: oneLine(exception.reason) }],
        }),
    properties: { subscriptionId, customer, status },
  };
}

function sentenceOf({
  customer,
  fix,
  message,
  status,
  subscriptionId,
  subscriptionName,
}: AuditFinding): string {
  const name = subscriptionName === "" ? subscriptionId : `${customer}/${subscriptionName}`;
  const said = status === "unknown" ? `cannot be told: ${message}` : message;
  return `${name}: ${said}${fix === undefined ? "" : `. To do: ${fix}`}`;
}
