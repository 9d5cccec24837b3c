import { CONTROLS, type ControlText, type Severity, TENANT_CONTROLS } from "../controls/index.ts";
import { ownPage } from "../text/own-package.ts";

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

const OWN = new Set<string>(CONTROLS.map(({ id }) => id));

/** Returns the page of a control of this project; undefined for one of the app. */
export function pageOf({ id }: Pick<ControlText, "id">): string | undefined {
  if (TENANT_CONTROLS.some((control) => control.id === id)) return `CONTROLS.md#${id}`;
  return OWN.has(id) ? `docs/controls/${id}.md` : undefined;
}

/**
 * Converts a control to a SARIF rule. The texts are constants of the project, so they need no escaping.
 * @param page the file that documents the control, with its anchor. @default - none: a control of the app
 */
export function sarifRule(
  {
    id,
    judgedBy,
    satisfies,
    severity,
    title,
    why,
  }: Pick<ControlText, "id" | "judgedBy" | "satisfies" | "severity" | "title" | "why">,
  page?: string,
) {
  const markdown = [why, "", ...judgedBy.map((sentence) => `- ${sentence}`)].join("\n").trim();
  const references = satisfies.map((reference) => `${reference.tool} ${reference.id}`);
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: why },
    ...(page === undefined ? {} : { helpUri: ownPage(page) }),
    help: { text: [why, ...judgedBy].join(" ").replaceAll("`", ""), markdown },
    defaultConfiguration: { level: levelOf(severity) },
    properties: {
      "security-severity": SECURITY_SEVERITIES[severity],
      precision: "very-high",
      tags: ["security", "azure", ...references].slice(0, MOST_TAGS),
    },
  };
}
