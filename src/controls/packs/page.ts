import { standingOf, wordsOf } from "./overview.ts";
import type { Pack, PackRule } from "./pack.ts";

const STANDINGS = { asked: "met by", cannot: "cannot be met", "not-judged": "not judged" } as const;

/** docs/policy-packs.md: every rule of every pack, with what meets it or why nothing can. */
export function policyPacksPage(packs: readonly Pack[]): string {
  const blocks = [
    "# Policy packs",
    "A baseline that chooses a pack (`packs: [cis-6]`, for all, a customer or a subscription; the list replaces an inherited one) is held to that standard as far as controls can hold it: an optional control that the pack asks for becomes required, a setting weaker than it asks is refused, and findings name the rules. A pack never makes anything weaker. Whoever cannot follow excepts the control, with a reason and a date.",
    "Each pack has only the rules that are about a subscription as such. What cannot be met, or cannot be judged, is listed with the reason. `csp-baseline packs` shows this page's tables with the number of subscriptions of the fleet that declare what is asked.",
    ...packs.flatMap(section),
  ];
  return `<!-- Generated from src/controls/packs/ by "npm run generate". Do not edit. -->\n\n${blocks.join("\n\n")}\n`;
}

function section({ about, name, rules, title, url }: Pack): string[] {
  const source = url === undefined ? "" : ` Source: <${url}>`;
  const table = ["| rule | what it asks | | |", "|---|---|---|---|", ...rules.map(row)].join("\n");
  return [`## ${name}`, `**${title}.** ${about}${source}`, table];
}

function row(rule: PackRule): string {
  const cells = [rule.id, rule.title, STANDINGS[standingOf(rule)], wordsOf(rule)];
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}
