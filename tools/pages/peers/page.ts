import { judgeSubscription } from "../../../src/controls/index.ts";
import { EXPECTATION } from "./expectation.ts";
import { SECURITY_CONTACT } from "./security-contact.ts";
import { SERVICE_HEALTH } from "./service-health.ts";
import { type Comparison, type Shape, SUBSCRIPTION } from "./shape.ts";

/** docs/peers.md: shape by shape, what other tools say, and what our control says of the very same resources. */
export function peersPage(): string {
  const intro = [
    "# The same declaration, other verdicts",
    "Tools that judge the same thing do not agree. Below, shape by shape, what their rules come to, read from their sources in August 2026, and what `csp-baseline` says: that column is made by running the control on the shape.",
    "`silent` means no finding where one is due; `verify` that a person is asked to look; `-` that the rule does not judge it or cannot see it. Nothing here was run against Azure.",
  ];
  const sections = [SECURITY_CONTACT, SERVICE_HEALTH].flatMap(section);
  return `<!-- Generated from tools/pages/peers/ by "npm run generate". Do not edit. -->\n\n${[...intro, ...sections].join("\n\n")}\n`;
}

function section(comparison: Comparison): string[] {
  const { control, peers, shapes, title, without } = comparison;
  const head = ["shape", ...peers, "csp-baseline"];
  const rows = shapes.map((shape) => [
    shape.name,
    ...peers.map((peer) => shape.verdicts[peer] ?? "-"),
    `**${verdictOf(comparison, shape).status}**`,
  ]);
  const reasons = shapes.map((shape) => {
    const { message, status } = verdictOf(comparison, shape);
    const said = status === "pass" ? "" : ` We say: "${message}".`;
    return `- **${shape.name}.** ${shape.why}${said}`;
  });
  return [
    `## ${title}`,
    `Judged by [\`${control.id}\`](../CONTROLS.md#${control.id}). ${without}`,
    [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.map(cell).join(" | ")} |`).join("\n"),
    reasons.join("\n"),
  ];
}

/** What our control says of the shape. */
export function verdictOf(
  { control }: Comparison,
  { resources }: Shape,
): { status: string; message: string } {
  const evidence = { source: "stack", subscriptionId: SUBSCRIPTION, resources } as const;
  const [judged] = judgeSubscription(evidence, EXPECTATION, [control]);
  return judged?.judgement ?? { status: "-", message: "" };
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
