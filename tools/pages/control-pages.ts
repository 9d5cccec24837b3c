import { section } from "../../src/controls/catalogue-page.ts";
import { controlRules } from "../../src/controls/control-rules.ts";
import { CONTROLS, type OwnControl } from "../../src/controls/index.ts";
import { fileOf } from "./construct-pages.ts";

const NOTICE = '<!-- Generated from src/controls/ by "npm run generate". Do not edit. -->';

/** The pages of docs/controls/, by their names: one for each control of the catalogue, and their index. */
export function controlPages(): ReadonlyMap<string, string> {
  const pages = CONTROLS.map((control): [string, string] => [`${control.id}.md`, controlPage(control)]);
  return new Map([["README.md", index()], ...pages]);
}

function index(): string {
  const rows = CONTROLS.map(({ id, required, severity, title }) => {
    return `| [\`${id}\`](${id}.md) | ${title} | ${severity} | ${required ? "required" : "optional"} |`;
  });
  return page([
    "# Controls, one by one",
    "What is asked of every managed subscription. [CONTROLS.md](../../CONTROLS.md) has the same on one page, without the help.",
    ["| control | what it is about | severity | |", "|---|---|---|---|", ...rows].join("\n"),
    "Required controls cannot be switched off, only [excepted](../exceptions.md). What only an audit can tell has a page of its own: [audit controls](../audit-controls.md).",
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
    `The fleet sets it here; [\`${construct}\`](../constructs/${fileOf(construct)}.md) declares it:`,
    fence("yaml baseline", declared),
    hints.map((hint) => `- ${hint}`).join("\n"),
    `See what it says of one subscription with \`csp-baseline synth --only\` and the subscription's name, and what Azure says with \`csp-baseline audit\`. Then [roll out](../operating-5000.md#rolling-out).`,
    "## How to except",
    control.required
      ? "For a while, with a reason and somebody who answers for it. It stays visible until its day and fails after it."
      : "It is judged only where the baseline switches it on; to be rid of it, switch it off. An exception is for one subscription of many:",
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

/** A control can be excepted only with those that need it. */
function exceptions(id: string): string[] {
  return [id, ...controlRules([]).needing(id)].flatMap((control) => [
    `  - control: ${control}`,
    "    subscriptions: [contoso-sandbox]",
    "    reason: The sandbox is emptied every night and nobody answers for it by day",
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
