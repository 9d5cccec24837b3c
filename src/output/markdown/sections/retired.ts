import type { Review } from "../../../review/model.ts";
import { code, tableHead, tableRow } from "../../../text/markdown.ts";
import { counted } from "../../wording.ts";
import type { Section } from "../section.ts";

/** Lists subscriptions that left the fleet. No control judges them, so their changes are listed by name. */
export function retiredSection({ retired }: Review): Section {
  return {
    heading: `Retired: ${counted(retired.length, "subscription")} that left the fleet`,
    intro: tableHead(["Subscription", "Its baseline", "Plan"]),
    rows: retired.map(({ destroys, forgets, plan, subscriptionId }) => ({
      subscriptions: 1,
      render: () => tableRow([code(subscriptionId), effect(destroys, forgets), code(plan)]),
    })),
    between: "\n",
  };
}

function effect(destroys: number, forgets: number): string {
  if (destroys > 0) return `**destroyed**: ${counted(destroys, "resource")}`;
  if (forgets > 0) return `forgotten: ${counted(forgets, "resource")} left in Azure, unmanaged`;
  return "nothing is deployed";
}
