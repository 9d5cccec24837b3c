import { section } from "../../src/controls/catalogue-page.ts";
import { controlRules } from "../../src/controls/control-rules.ts";
import { CONTROLS, type OwnControl } from "../../src/controls/index.ts";
import { fileOf } from "./construct-pages.ts";

const NOTICE = '<!-- Generated from src/controls/ by "npm run generate". Do not edit. -->';

/** Renders the pages of docs/controls/ by name: one for each control of the catalogue, and the index. */
export function controlPages(): ReadonlyMap<string, string> {
  const pages = CONTROLS.map((control): [string, string] => [`${control.id}.md`, controlPage(control)]);
  return new Map([["README.md", index()], ...pages]);
}

function index(): string {
  const rows = CONTROLS.map(({ id, required, severity, title }) => {
    return `| [\`${id}\`](${id}.md) | ${title} | ${severity} | ${required ? "required" : "optional"} |`;
  });
  return page([
    "# Controls",
    "The requirements on every managed subscription. [CONTROLS.md](../../CONTROLS.md) has them on one page, without the remedies.",
    ["| control | title | severity | |", "|---|---|---|---|", ...rows].join("\n"),
    "Required controls cannot be switched off, only [excepted](../exceptions.md). [Audit controls](../audit-controls.md) lists those that only an audit can judge.",
  ]);
}

function controlPage(control: OwnControl): string {
  const { id } = control;
  const { baseline, construct, hints } = control.guide;
  const [, ...says] = section(control);
  const declared = ["baseline:", ...baseline.split("\n").map((line) => `  ${line}`)];
  return page([
    `# ${id}`,
    ...says,
    "## How to fix",
    `Set it in the fleet; [\`${construct}\`](../constructs/${fileOf(construct)}.md) declares it:`,
    fence("yaml baseline", declared),
    hints.map((hint) => `- ${hint}`).join("\n"),
    `Judge one subscription with \`csp-baseline synth --only\` and its name, and the deployed resources with \`csp-baseline audit\`. Then [roll out](../operating-5000.md#rolling-out).`,
    "## How to except",
    control.required
      ? "An exception is temporary and needs a reason and an approver. It stays visible until its last day; the control fails after that."
      : "The control is judged only where the baseline switches it on; switch it off to stop that. Use an exception for single subscriptions:",
    fence("yaml customer", [
      "customer: contoso",
      "displayName: Contoso Ltd",
      "tenantId: 22222222-2222-2222-2222-222222222222",
      ...(control.required ? [] : declared),
      "subscriptions:",
      "  - id: 00000000-0000-0000-0000-000000000001",
      "    name: contoso-prod",
      "  - id: 00000000-0000-0000-0000-000000000002",
      "    name: contoso-sandbox",
      "exceptions:",
      ...exceptions(id),
    ]),
  ]);
}

/** An exception needs exceptions for the controls that depend on it. */
function exceptions(id: string): string[] {
  return [id, ...controlRules([]).needing(id)].flatMap((control) => [
    `  - control: ${control}`,
    "    subscriptions: [contoso-sandbox]",
    "    reason: The sandbox is deleted every night and has no operator",
    "    approvedBy: bob@fabrikam.example",
    "    expires: 2027-03-31",
  ]);
}

function fence(info: string, lines: readonly string[]): string {
  return ["```" + info, ...lines, "```"].join("\n");
}

function page(blocks: readonly string[]): string {
  return `${NOTICE}\n\n${blocks.join("\n\n")}\n`;
}
