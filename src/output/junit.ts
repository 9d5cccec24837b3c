import type { AuditFinding, AuditReportHead, Finding, PartnerFinding } from "../findings/index.ts";
import type { Fleet } from "../fleet/index.ts";
import type { Review } from "../review/model.ts";
import type { RenderContext } from "./context.ts";
import { nameOfFinding } from "./names.ts";
import { notReviewed } from "./not-reviewed.ts";
import { relativeFile } from "./place.ts";
import { attributes, xml } from "./xml.ts";

/*
 * Renders JUnit XML for Jenkins, Azure Pipelines and GitLab: a suite for each customer, a case for each control and
 * subscription. A failed control is a failure. An unknown one is an error, because the test could not run and must not
 * look like a pass. An excepted one is skipped, with its reason.
 * The elements and attributes follow Jenkins' schema:
 * https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd
 */

export function reviewJunit(review: Review, { fleet }: RenderContext): string {
  const findings = review.subscriptions.flatMap((one) => one.findings);
  const missing = notReviewed(review);
  const name = missing === undefined ? "csp-baseline" : `csp-baseline: ${missing}`;
  return report(name, suitesOf(findings, fleet), review.generatedAt);
}

/** Renders an audit. Subscriptions without a customer form a suite, and so do the partner's own duties. */
export function auditJunit(
  fleet: Fleet,
  { generatedAt, partner = [] }: AuditReportHead,
  findings: readonly AuditFinding[],
): string {
  const duties = { name: "(the partner)", cases: partner.map((duty) => dutyCase(duty, fleet)) };
  const suites = [...suitesOf(findings, fleet), ...(partner.length === 0 ? [] : [duties])];
  return report("csp-baseline audit", suites, generatedAt);
}

interface Suite {
  readonly name: string;
  readonly cases: readonly Case[];
}

interface Case {
  readonly classname: string;
  readonly name: string;
  readonly outcome: "pass" | "failure" | "error" | "skipped";
  readonly message: string;
  /** The type of a failure or an error. */
  readonly type: string;
  /** Lines below the message. */
  readonly details: readonly (string | undefined)[];
}

function report(name: string, suites: readonly Suite[], generatedAt: string): string {
  const { errors, failures, tests } = countsOf(suites.flatMap(({ cases }) => cases));
  // Without a zone and fractions: the form of Ant, which strict readers require.
  const timestamp = generatedAt.replace(/(?:\.\d+)?Z$/, "");
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name, tests, failures, errors })}>`,
    ...suites.flatMap((suite) => [
      `<testsuite${attributes({ name: suite.name, ...countsOf(suite.cases), time: "0", timestamp })}>`,
      ...suite.cases.map(caseText),
      "</testsuite>",
    ]),
    "</testsuites>",
    "",
  ].join("\n");
}

function countsOf(cases: readonly Case[]) {
  const having = (outcome: Case["outcome"]) => cases.filter((one) => one.outcome === outcome).length;
  return {
    tests: cases.length,
    failures: having("failure"),
    errors: having("error"),
    skipped: having("skipped"),
  };
}

function suitesOf(findings: readonly Finding[], fleet: Fleet): Suite[] {
  const suites = new Map<string, Case[]>();
  for (const finding of findings) {
    const cases = suites.get(finding.customer) ?? [];
    suites.set(finding.customer, cases);
    cases.push(findingCase(finding, fleet));
  }
  return [...suites]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([customer, cases]) => ({ name: customer || "(no customer)", cases }));
}

const OUTCOMES = { pass: "pass", fail: "failure", unknown: "error", excepted: "skipped" } as const;

function findingCase(finding: Finding, fleet: Fleet): Case {
  const { control, exception, fix, message, resource, severity, status, subscriptionId } = finding;
  const subscription = nameOfFinding(finding);
  const approved =
    status !== "excepted" || exception === undefined ? "" : ` (approved by ${exception.approvedBy})`;
  return {
    classname: subscription.replaceAll(".", "_"),
    name: `${subscription} ${control}`,
    outcome: OUTCOMES[status],
    message: `${message}${approved}`,
    type: severity,
    // Finding the line reads the file again, and most findings pass.
    details:
      status === "pass"
        ? []
        : [placeOf(finding, fleet), `subscription ${subscriptionId}`, resource, toDo(fix)],
  };
}

/**
 * Returns the case of a duty. A duty that could not be observed is skipped instead of an error: it does not affect the
 * exit code either.
 */
function dutyCase(duty: PartnerFinding, fleet: Fleet): Case {
  const { control, fix, message, severity, status } = duty;
  return {
    classname: "partner",
    name: `partner ${control}`,
    outcome: status === "unknown" ? "skipped" : OUTCOMES[status],
    message,
    type: severity,
    details: [placeOf(duty, fleet), toDo(fix)],
  };
}

function placeOf({ location }: Pick<Finding, "location">, fleet: Fleet): string | undefined {
  return location && `${relativeFile(location, fleet)}:${location.line}:${location.column}`;
}

function toDo(fix: string | undefined): string | undefined {
  return fix && `To do: ${fix}`;
}

function caseText({ classname, details, message, name, outcome, type }: Case): string {
  const head = `<testcase${attributes({ classname, name, time: "0" })}`;
  if (outcome === "pass") return `${head}/>`;
  if (outcome === "skipped") return `${head}><skipped${attributes({ message })}/></testcase>`;
  const lines = details.filter((line) => line !== undefined && line !== "");
  const body = lines.map((line) => xml(line ?? "")).join("\n");
  return `${head}><${outcome}${attributes({ type, message })}>${body}</${outcome}></testcase>`;
}
