import type { Review } from "../../../review/model.ts";
import { code, tableHead, tableRow } from "../../../text/markdown.ts";
import { counted } from "../../wording.ts";
import type { Section } from "../section.ts";

/** Subscriptions that left the fleet: nobody judges them any more, so what becomes of them is said by name. */
export function retiredSection({ retired }: Review): Section {
  return {
    heading: `Retired: ${counted(retired.length, "subscription")} that left the fleet`,
    intro: tableHead(["Subscription", "Its baseline", "Plan"]),
    rows: retired.map(({ destroys, forgets, plan, subscriptionId }) => ({
      subscriptions: 1,
      render: () => tableRow([code(subscriptionId), fate(destroys, forgets), code(plan)]),
    })),
    between: "\n",
  };
}

function fate(destroys: number, forgets: number): string {
  if (destroys > 0) return `**destroyed**: ${counted(destroys, "resource")}`;
  if (forgets > 0) return `let go: ${counted(forgets, "resource")} left in Azure, managed by nobody`;
  return "nothing is deployed";
}
