import type { Retirement, Review } from "../../../review/model.ts";
import { code } from "../../../text/markdown.ts";
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

function itemOf({ destroys, forgets, plan, subscriptionId }: Retirement): string {
  return listItem(`${code(subscriptionId)}: ${effect(destroys, forgets)}`, `plan ${code(plan)}`);
}

function effect(destroys: number, forgets: number): string {
  if (destroys > 0) return `**destroyed**: ${counted(destroys, "resource")}`;
  if (forgets > 0) return `forgotten: ${counted(forgets, "resource")} left in Azure, unmanaged`;
  return "nothing is deployed";
}
