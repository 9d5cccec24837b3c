import type { PartnerFinding } from "../../findings/index.ts";
import { attributes, xml } from "../xml.ts";

/**
 * The partner's own duties as a suite. One that nobody observed is skipped, not an error: it does not count for the
 * exit status either.
 */
export function partnerSuite(
  findings: readonly PartnerFinding[],
  timestamp: string,
): { readonly text: string; readonly failures: number } {
  const having = (status: PartnerFinding["status"]) => findings.filter((one) => one.status === status).length;
  const failures = having("fail");
  const counts = { tests: findings.length, failures, errors: 0, skipped: having("unknown") };
  const lines = [
    `<testsuite${attributes({ name: "(the partner)", ...counts, time: "0", timestamp })}>`,
    ...findings.map(caseOf),
    "</testsuite>",
  ];
  return { text: lines.join("\n"), failures };
}

function caseOf({ control, fix, location, message, severity, status }: PartnerFinding): string {
  const names = attributes({ classname: "partner", name: `partner ${control}`, time: "0" });
  if (status === "pass") return `<testcase${names}/>`;
  if (status === "unknown") return `<testcase${names}><skipped${attributes({ message })}/></testcase>`;
  const details = [
    location === undefined ? "" : `${location.file}:${location.line}:${location.column}`,
    fix === undefined ? "" : `To do: ${fix}`,
  ];
  const body = details
    .filter((line) => line !== "")
    .map(xml)
    .join("\n");
  return `<testcase${names}><failure${attributes({ type: severity, message })}>${body}</failure></testcase>`;
}
