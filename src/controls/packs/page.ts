import { standingOf, wordsOf } from "./overview.ts";
import type { Pack, PackRule } from "./pack.ts";

const STANDINGS = { asked: "met by", cannot: "cannot be met", "not-judged": "not judged" } as const;

/**
 * Renders docs/policy-packs.md: every rule of every pack, with the control that meets it or the reason why none can.
 */
export function policyPacksPage(packs: readonly Pack[]): string {
  const blocks = [
    "# Policy packs",
    "A pack holds a baseline to a standard as far as controls can judge it. Select it with `packs: [cis-6]` for all, a customer or a subscription; the list replaces an inherited one. An optional control that the pack requires becomes required, a setting weaker than the pack requires is rejected, and findings name the rules. A pack never makes a baseline weaker. If a subscription cannot meet a requirement, add an exception for the control, with a reason and a date.",
    "Each pack has only the rules about the subscription itself. Rules that cannot be met or judged are listed with the reason. `csp-baseline packs` shows these tables with the number of subscriptions of the fleet that declare each requirement.",
    ...packs.flatMap(section),
  ];
  return `<!-- Generated from src/controls/packs/ by "npm run generate". Do not edit. -->\n\n${blocks.join("\n\n")}\n`;
}

function section({ about, name, rules, title, url }: Pack): string[] {
  const source = url === undefined ? "" : ` Source: <${url}>`;
  const table = ["| rule | requirement | | |", "|---|---|---|---|", ...rules.map(row)].join("\n");
  return [`## ${name}`, `**${title}.** ${about}${source}`, table];
}

function row(rule: PackRule): string {
  const cells = [rule.id, rule.title, STANDINGS[standingOf(rule)], wordsOf(rule)];
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}
