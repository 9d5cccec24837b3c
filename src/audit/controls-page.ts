import type { Control } from "../controls/index.ts";
import { ACCESS_CONTROLS } from "./access/index.ts";
import { COVERAGE_CONTROLS } from "./coverage-controls.ts";
import { LIVE_CONTROLS } from "./live-controls/index.ts";

type Described = Pick<Control, "id" | "judgedBy" | "severity" | "title" | "why">;

/** Renders docs/audit-controls.md: the controls that only an audit judges. */
export function auditControlsPage(): string {
  const blocks = [
    "# Audit controls",
    "`csp-baseline audit` judges Azure by the controls of [CONTROLS.md](../CONTROLS.md) and by these, which only an audit can judge. They are not part of a baseline: no resource declares them, and a fleet cannot except them.",
    "## The subscription itself",
    "Reported only for failures and unknowns.",
    ...COVERAGE_CONTROLS.flatMap(section),
    "## Its resources",
    "Reported where resources exist: controls of the baseline report missing ones.",
    ...LIVE_CONTROLS.flatMap(section),
    "## Of the partner's access",
    "Judged where the fleet names them, in `access.controls` of partner.yaml or of the customer. Files that were exported from Azure do not show them.",
    ...ACCESS_CONTROLS.flatMap(section),
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
