import { judgeSubscription } from "../../../src/controls/index.ts";
import { EXPECTATION } from "./expectation.ts";
import { SECURITY_CONTACT } from "./security-contact.ts";
import { SERVICE_HEALTH } from "./service-health.ts";
import { type Comparison, type Shape, SUBSCRIPTION } from "./shape.ts";

/**
 * Renders docs/peers.md: for each shape, the verdicts of other tools and of this project's control on the same
 * resources.
 */
export function peersPage(): string {
  const intro = [
    "# Comparison with other tools",
    "Tools that evaluate the same resources disagree. The tables show, for each shape, the verdicts of their rules, read from their sources in August 2026. The column `csp-baseline` is the result of running the control on the shape.",
    "`silent` means a missing finding, `verify` a manual review, `-` that the rule does not evaluate or cannot read the shape. Nothing was run against Azure.",
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
    const reported = status === "pass" ? "" : ` csp-baseline reports "${message}".`;
    return `- **${shape.name}.** ${shape.why}${reported}`;
  });
  return [
    `## ${title}`,
    `Judged by [\`${control.id}\`](../CONTROLS.md#${control.id}). ${without}`,
    [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.map(cell).join(" | ")} |`).join("\n"),
    reasons.join("\n"),
  ];
}

/** Judges the shape by this project's control. */
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
