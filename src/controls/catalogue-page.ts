import type { Control, ControlText, Reference } from "./control.ts";
import { TENANT_CONTROLS } from "./tenant-controls.ts";

/** Renders the catalogue as a Markdown page: an overview, then every control with its description. */
export function controlsPage(controls: readonly Control[]): string {
  const intro = [
    "# Controls",
    "The requirements on every managed subscription. The same code judges them in a synthesized stack, in a Terraform plan and in Azure.",
    "Parameters in `code` that are not Azure types belong to the fleet's baseline. A value that is known only after apply, or that the identity has no permission to read, gives `unknown`, never `pass`. A certain failure stays a failure even if other values are unknown.",
    "*Satisfies* refers to the resources that this project declares with the default parameters. A rule that also evaluates other resources of the same type (PSRule fails on a disabled Service Health alert beside a good one) may still report those.",
    overview(controls),
  ];
  const blocks = [...intro, ...controls.flatMap(section), TENANTS, ...TENANT_CONTROLS.flatMap(section)];
  return `<!-- Generated from src/controls/ by "npm run generate". Do not edit. -->\n\n${blocks.join("\n\n")}\n`;
}

const TENANTS =
  "These controls apply to a customer's Entra tenant where the fleet's `tenantBaseline` switches them on. They are judged in the tenant's own stack, in its plan and, where the control says so, in Azure, and reported for the customer's first subscription.";

function overview(controls: readonly Control[]): string {
  const rows = controls.map(({ id, required, severity, title }) => {
    return `| [\`${id}\`](#${id}) | ${cell(title)} | ${severity} | ${required ? "required" : "optional"} |`;
  });
  return ["| control | title | severity | |", "|---|---|---|---|", ...rows].join("\n");
}

/** Renders the description of a control below a heading with its id. */
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

/** Renders one line for each tool: `**CIS Azure 6.0** 8.1.12, 8.1.13`. */
function byTool(references: readonly Reference[]): string[] {
  const tools = [...new Set(references.map(({ tool }) => tool))];
  return tools.map(
    (tool) => `**${tool}** ${links(references.filter((reference) => reference.tool === tool))}`,
  );
}

/** Renders one line for each reason and tool. */
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
