import type { Finding } from "../../findings/index.ts";
import type { Customer } from "../../fleet/index.ts";
import type { Review, SubscriptionReview } from "../../review/model.ts";
import type { RenderContext } from "../context.ts";
import { nameOf } from "../names.ts";
import { relativeFile } from "../place.ts";
import { attributes, xml } from "../xml.ts";

/**
 * JUnit XML as Jenkins, Azure Pipelines and GitLab read it: a suite for each customer, a case for each control and
 * subscription. A failed control is a failure. One that cannot be told is an error: the test could not be carried
 * out, and that must not look like a pass. An excepted one is skipped, with its reason.
 * The elements and attributes are those of Jenkins' schema:
 * https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd
 */
export function junit(review: Review, context: RenderContext): string {
  const { fail, unknown } = review.summary;
  const tests = review.subscriptions.reduce((sum, { findings }) => sum + findings.length, 0);
  const suites = byCustomer(review).map(([customer, reviews]) =>
    suiteOf(customer, reviews, review.generatedAt, context),
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: "csp-baseline", tests, failures: fail, errors: unknown })}>`,
    ...suites,
    "</testsuites>",
    "",
  ].join("\n");
}

function byCustomer({
  subscriptions,
}: Review): readonly (readonly [Customer, readonly SubscriptionReview[]])[] {
  const customers = new Map<Customer, SubscriptionReview[]>();
  for (const review of subscriptions) {
    const { customer } = review.subscription;
    const known = customers.get(customer);
    if (known === undefined) customers.set(customer, [review]);
    else known.push(review);
  }
  return [...customers].sort(([a], [b]) => (a.key < b.key ? -1 : 1));
}

function suiteOf(
  { key }: Customer,
  reviews: readonly SubscriptionReview[],
  generatedAt: string,
  context: RenderContext,
): string {
  const findings = reviews.flatMap((review) => review.findings);
  const having = (status: Finding["status"]) =>
    findings.filter((finding) => finding.status === status).length;
  const counts = {
    tests: findings.length,
    failures: having("fail"),
    errors: having("unknown"),
    skipped: having("excepted"),
  };
  // Without a zone and fractions, as Ant wrote it first and strict readers still ask.
  const timestamp = generatedAt.replace(/(?:\.\d+)?Z$/, "");
  const cases = reviews.flatMap((review) =>
    review.findings.map((finding) => caseOf(finding, review, context)),
  );
  return [
    `<testsuite${attributes({ name: key, ...counts, time: "0", timestamp })}>`,
    ...cases,
    "</testsuite>",
  ].join("\n");
}

function caseOf(finding: Finding, { subscription }: SubscriptionReview, context: RenderContext): string {
  const name = nameOf(subscription);
  const head = `<testcase${attributes({ classname: name.replaceAll(".", "_"), name: `${name} ${finding.control}`, time: "0" })}`;
  const inside = outcome(finding, context);
  return inside === "" ? `${head}/>` : `${head}>${inside}</testcase>`;
}

function outcome(finding: Finding, { fleet }: RenderContext): string {
  const { exception, fix, location, message, severity, status, subscriptionId } = finding;
  if (status === "pass") return "";
  if (status === "excepted") {
    const approved = exception === undefined ? "" : ` (approved by ${exception.approvedBy})`;
    return `<skipped${attributes({ message: `${message}${approved}` })}/>`;
  }
  const place =
    location === undefined ? "" : `${relativeFile(location, fleet)}:${location.line}:${location.column}`;
  const details = [place, `subscription ${subscriptionId}`, fix === undefined ? "" : `To do: ${fix}`];
  const body = details
    .filter((line) => line !== "")
    .map(xml)
    .join("\n");
  const element = status === "fail" ? "failure" : "error";
  return `<${element}${attributes({ type: severity, message })}>${body}</${element}>`;
}
