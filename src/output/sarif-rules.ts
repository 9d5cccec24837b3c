import type { ControlText, Severity } from "../controls/index.ts";

/** GitHub allows 20 tags on a rule. */
const MOST_TAGS = 20;

/** Scores by which GitHub sorts security alerts: over 9.0 is critical, over 7.0 high, over 4.0 medium. */
const SECURITY_SEVERITIES: Readonly<Record<Severity, string>> = {
  critical: "9.5",
  high: "8.0",
  medium: "5.5",
  low: "3.0",
};

const LEVELS = { critical: "error", high: "error", medium: "warning", low: "note" } as const;

export function levelOf(severity: Severity): "error" | "warning" | "note" {
  return LEVELS[severity];
}

export type SarifRule = ReturnType<typeof sarifRule>;

/** Converts a control to a SARIF rule. The texts are constants of the project, so they need no escaping. */
export function sarifRule({
  id,
  judgedBy,
  satisfies,
  severity,
  title,
  why,
}: Pick<ControlText, "id" | "judgedBy" | "satisfies" | "severity" | "title" | "why">) {
  const markdown = [why, "", ...judgedBy.map((sentence) => `- ${sentence}`)].join("\n").trim();
  const references = satisfies.map((reference) => `${reference.tool} ${reference.id}`);
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: { text: [why, ...judgedBy].join(" ").replaceAll("`", ""), markdown },
    defaultConfiguration: { level: levelOf(severity) },
    properties: {
      "security-severity": SECURITY_SEVERITIES[severity],
      precision: "very-high",
      tags: ["security", "azure", ...references].slice(0, MOST_TAGS),
    },
  };
}
