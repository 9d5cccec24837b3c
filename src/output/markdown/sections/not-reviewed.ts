import type { Review } from "../../../review/model.ts";
import { code, prose, tableHead, tableRow } from "../../../text/markdown.ts";
import { names } from "../../names.ts";
import { count, counted } from "../../wording.ts";
import type { Section } from "../section.ts";
import { otherProblems, type Unreviewed, unreviewed } from "../unreviewed.ts";
import type { Shown } from "./findings.ts";

/** Lists managed subscriptions without a review, by reason. */
export function notReviewedSection(review: Review, { names: max }: Shown): Section {
  const groups = unreviewed(review);
  const total = groups.reduce((sum, { subscriptions }) => sum + subscriptions.length, 0);
  return {
    heading: `Not reviewed: ${counted(total, "subscription")}`,
    intro: tableHead(["Subscriptions", "Why", "Plan"]),
    rows: groups.map((group) => ({
      subscriptions: group.subscriptions.length,
      render: () => rowOf(group, max),
    })),
    between: "\n",
  };
}

function rowOf({ plan, reason, subscriptions }: Unreviewed, max: number): string {
  const list = names(subscriptions, max);
  const one = subscriptions.length === 1;
  return tableRow([
    one ? list : `**${count(subscriptions.length)}**: ${list}`,
    prose(reason),
    plan === undefined ? "" : `${code(plan)}${one ? "" : ", ..."}`,
  ]);
}

/** Lists plan files with problems that the other section does not contain. */
export function problemsSection(review: Review): Section {
  const problems = otherProblems(review);
  return {
    heading: `Plan files with a problem: ${count(problems.length)}`,
    intro: tableHead(["File", "Problem"]),
    rows: problems.map(({ file, message }) => ({
      subscriptions: 0,
      render: () => tableRow([code(file), prose(message)]),
    })),
    between: "\n",
  };
}
