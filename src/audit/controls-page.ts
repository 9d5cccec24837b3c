import type { Control } from "../controls/index.ts";
import { COVERAGE_CONTROLS } from "./coverage-controls.ts";
import { LIVE_CONTROLS } from "./live-controls/index.ts";

type Described = Pick<Control, "id" | "judgedBy" | "severity" | "title" | "why">;

/** docs/audit-controls.md: what the audit judges besides the catalogue of CONTROLS.md. */
export function auditControlsPage(): string {
  const blocks = [
    "# What only an audit can tell",
    "`csp-baseline audit` judges Azure by the controls of [CONTROLS.md](../CONTROLS.md), and by these. They are no part of a baseline: nothing declares them, and a fleet cannot except them.",
    "## Of the subscription itself",
    "Told only where something is wrong or unknown.",
    ...COVERAGE_CONTROLS.flatMap(section),
    "## Of what is in it",
    "Told where there is something to judge: what is missing altogether is the matter of a control of the baseline.",
    ...LIVE_CONTROLS.flatMap(section),
  ];
  return `<!-- Generated from src/audit/ by "npm run generate". Do not edit. -->\n\n${blocks.join("\n\n")}\n`;
}

function section({ id, judgedBy, severity, title, why }: Described): string[] {
  return [
    `### ${id}`,
    `**${title}.** Severity ${severity}. ${why}`,
    judgedBy.map((line) => `- ${line}`).join("\n"),
  ];
}
