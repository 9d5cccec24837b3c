import type { Review } from "../../../review/model.ts";
import { code, prose } from "../../../text/markdown.ts";
import { type Outlier, outliersOf } from "../../outliers.ts";
import { counted } from "../../wording.ts";
import type { Section } from "../section.ts";
import { listItem, type Shown, which } from "./item.ts";

/** Lists changes that need review, with the exceptions of their subscriptions. */
export function outliersSection({ groups }: Review, shown: Shown): Section {
  const outliers = outliersOf(groups);
  return {
    heading: `Needs review: ${counted(outliers.length, "change")} that ${outliers.length === 1 ? "removes or weakens" : "remove or weaken"} something`,
    items: outliers.map((outlier) => ({
      subscriptions: outlier.subscriptions.length,
      render: () => itemOf(outlier, shown),
    })),
    between: "\n",
  };
}

function itemOf({ address, baseline, exceptions, subscriptions, what }: Outlier, shown: Shown): string {
  return listItem(
    `${baseline ? `**${prose(what)}**` : prose(what)} in ${which(subscriptions, shown)}`,
    code(address),
    excepted(exceptions),
  );
}

function excepted(exceptions: Outlier["exceptions"]): string {
  if (exceptions.length === 0) return "";
  return `excepted there: ${exceptions.map(({ control, expires }) => `${code(control)} until ${prose(expires)}`).join(", ")}`;
}
