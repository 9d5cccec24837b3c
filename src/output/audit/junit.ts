import type { AuditFinding, AuditReportHead } from "../../findings/index.ts";
import { attributes, xml } from "../xml.ts";
import { partnerSuite } from "./junit-partner.ts";

/**
 * JUnit XML: a suite for each customer, a case for each finding. A failed control is a failure, one that cannot be
 * told an error, an excepted one is skipped. Subscriptions that no customer has are a suite of their own, and so are the
 * partner's own duties.
 */
export function auditJunit(
  { generatedAt, partner = [], summary }: AuditReportHead,
  findings: readonly AuditFinding[],
): string {
  const suites = new Map<string, AuditFinding[]>();
  for (const finding of findings) {
    const suite = suites.get(finding.customer);
    if (suite === undefined) suites.set(finding.customer, [finding]);
    else suite.push(finding);
  }
  const sorted = [...suites].sort(([a], [b]) => (a < b ? -1 : 1));
  // Without a zone and fractions, as Ant wrote it first and strict readers still ask.
  const timestamp = generatedAt.replace(/(?:\.\d+)?Z$/, "");
  const ofPartner = partner.length === 0 ? undefined : partnerSuite(partner, timestamp);
  const totals = {
    tests: findings.length + partner.length,
    failures: summary.fail + (ofPartner?.failures ?? 0),
    errors: summary.unknown,
  };
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: "csp-baseline audit", ...totals })}>`,
    ...sorted.map(([customer, ofCustomer]) => suiteOf(customer || "(no customer)", ofCustomer, timestamp)),
    ...(ofPartner === undefined ? [] : [ofPartner.text]),
    "</testsuites>",
    "",
  ].join("\n");
}

function suiteOf(name: string, findings: readonly AuditFinding[], timestamp: string): string {
  const having = (status: AuditFinding["status"]) => findings.filter((one) => one.status === status).length;
  const counts = {
    tests: findings.length,
    failures: having("fail"),
    errors: having("unknown"),
    skipped: having("excepted"),
  };
  return [
    `<testsuite${attributes({ name, ...counts, time: "0", timestamp })}>`,
    ...findings.map(caseOf),
    "</testsuite>",
  ].join("\n");
}

function caseOf(finding: AuditFinding): string {
  const { control, customer, subscriptionId, subscriptionName } = finding;
  const subscription = subscriptionName === "" ? subscriptionId : `${customer}/${subscriptionName}`;
  const names = {
    classname: subscription.replaceAll(".", "_"),
    name: `${subscription} ${control}`,
    time: "0",
  };
  const inside = outcome(finding);
  return inside === ""
    ? `<testcase${attributes(names)}/>`
    : `<testcase${attributes(names)}>${inside}</testcase>`;
}

function outcome({
  fix,
  location,
  message,
  resource,
  severity,
  status,
  subscriptionId,
}: AuditFinding): string {
  if (status === "pass") return "";
  if (status === "excepted") return `<skipped${attributes({ message })}/>`;
  const details = [
    location === undefined ? "" : `${location.file}:${location.line}:${location.column}`,
    `subscription ${subscriptionId}`,
    resource ?? "",
    fix === undefined ? "" : `To do: ${fix}`,
  ];
  const body = details
    .filter((line) => line !== "")
    .map(xml)
    .join("\n");
  const element = status === "fail" ? "failure" : "error";
  return `<${element}${attributes({ type: severity, message })}>${body}</${element}>`;
}
