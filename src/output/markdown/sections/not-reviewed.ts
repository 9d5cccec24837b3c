import type { Review } from "../../../review/model.ts";
import { code, prose } from "../../../text/markdown.ts";
import { count, counted } from "../../wording.ts";
import type { Section } from "../section.ts";
import { otherProblems, unreviewed } from "../unreviewed.ts";
import { listItem, type Shown, which } from "./item.ts";

/** Lists managed subscriptions without a review, by reason. */
export function notReviewedSection(review: Review, shown: Shown): Section {
  const groups = unreviewed(review);
  const total = groups.reduce((sum, { subscriptions }) => sum + subscriptions.length, 0);
  return {
    heading: `Not reviewed: ${counted(total, "subscription")}`,
    items: groups.map(({ plan, reason, subscriptions }) => ({
      subscriptions: subscriptions.length,
      render: () =>
        listItem(
          which(subscriptions, shown),
          prose(reason),
          plan === undefined ? "" : `plan ${code(plan)}${subscriptions.length === 1 ? "" : ", ..."}`,
        ),
    })),
    between: "\n",
  };
}

/** Lists plan files with problems that the other section does not contain. */
export function problemsSection(review: Review): Section {
  const problems = otherProblems(review);
  return {
    heading: `Plan files with a problem: ${count(problems.length)}`,
    isFolded: true,
    items: problems.map(({ file, message }) => ({
      subscriptions: 0,
      render: () => listItem(code(file), prose(message)),
    })),
    between: "\n",
  };
}
