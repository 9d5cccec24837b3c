import type { Retirement, Review } from "../../../review/model.ts";
import { code } from "../../../text/markdown.ts";
import { effectOf } from "../../retirement.ts";
import { counted } from "../../wording.ts";
import type { Section } from "../section.ts";
import { listItem } from "./item.ts";

/**
 * Lists subscriptions that left the fleet, those with a baseline to destroy first. No control judges them, so their
 * changes are listed by name.
 */
export function retiredSection({ retired }: Review): Section {
  const sorted = [...retired].sort((a, b) => Number(b.destroys > 0) - Number(a.destroys > 0));
  return {
    heading: `Retired: ${counted(retired.length, "subscription")} that left the fleet`,
    items: sorted.map((retirement) => ({ subscriptions: 1, render: () => itemOf(retirement) })),
    between: "\n",
  };
}

function itemOf(retirement: Retirement): string {
  const { plan, subscriptionId } = retirement;
  const effect = effectOf(retirement).replace(/^destroyed/, "**destroyed**");
  return listItem(`${code(subscriptionId)}: ${effect}`, `plan ${code(plan)}`);
}
