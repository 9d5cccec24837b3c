import type { Control, ControlText, Reference } from "./control.ts";
import { TENANT_CONTROLS } from "./tenant-controls.ts";

/** The catalogue as a Markdown page: an overview, then every control with all that it says of itself. */
export function controlsPage(controls: readonly Control[]): string {
  const intro = [
    "# Controls",
    "What is asked of every managed subscription, and how it is judged: by the same code in a synthesized stack, in a Terraform plan and in Azure.",
    "Parameters in `code` that name no Azure type are those of the fleet's baseline. A value that only an apply can tell, and whatever the reader of Azure may not see, gives `unknown`, never `pass`. A certain failure stays a failure, whatever else is unknown.",
    "*Satisfies* means: by what this project declares with the default parameters. A rule that also judges other resources of the same kind (PSRule fails on one disabled Service Health alert beside a good one) may still complain about those.",
    overview(controls),
  ];
  const blocks = [...intro, ...controls.flatMap(section), TENANTS, ...TENANT_CONTROLS.flatMap(section)];
  return `<!-- Generated from src/controls/ by "npm run generate". Do not edit. -->\n\n${blocks.join("\n\n")}\n`;
}

const TENANTS =
  "What follows is asked of a customer's Entra tenant, where the fleet's `tenantBaseline` switches it on. It is judged in the tenant's own stack, and said of the customer's first subscription.";

function overview(controls: readonly Control[]): string {
  const rows = controls.map(({ id, required, severity, title }) => {
    return `| [\`${id}\`](#${id}) | ${cell(title)} | ${severity} | ${required ? "required" : "optional"} |`;
  });
  return ["| control | what it is about | severity | |", "|---|---|---|---|", ...rows].join("\n");
}

/** All that a control says of itself, below a heading with its id. */
export function section(control: ControlText): string[] {
  const { cannotSatisfy, id, judgedBy, required, satisfies, severity, title, why } = control;
  return [
    `## ${id}`,
    `**${title}.** Severity ${severity}; ${required ? "required" : "optional, judged where the baseline switches it on"}.`,
    why,
    "How it is judged:",
    bullets(judgedBy),
    ...(satisfies.length === 0 ? [] : ["Satisfies:", bullets(byTool(satisfies))]),
    ...(cannotSatisfy.length === 0 ? [] : ["Cannot satisfy:", bullets(byReason(cannotSatisfy))]),
  ];
}

/** One line for each tool: `**CIS Azure 6.0** 8.1.12, 8.1.13`. */
function byTool(references: readonly Reference[]): string[] {
  const tools = [...new Set(references.map(({ tool }) => tool))];
  return tools.map(
    (tool) => `**${tool}** ${links(references.filter((reference) => reference.tool === tool))}`,
  );
}

/** One line for each reason and tool. */
function byReason(references: Control["cannotSatisfy"]): string[] {
  const reasons = [...new Set(references.map(({ reason }) => reason))];
  return reasons.map((reason) => {
    return `${byTool(references.filter((reference) => reference.reason === reason)).join("; ")}: ${reason}.`;
  });
}

function links(references: readonly Reference[]): string {
  return references.map(({ id, url }) => (url === undefined ? id : `[${id}](${url})`)).join(", ");
}

function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join("\n");
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
