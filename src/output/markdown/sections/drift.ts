import type { Subscription } from "../../../fleet/index.ts";
import type { Drift, Review } from "../../../review/model.ts";
import { folded, htmlCode } from "../../../text/markdown.ts";
import { count, counted } from "../../wording.ts";
import { driftBlock } from "../diff-block.ts";
import type { Section } from "../section.ts";
import { htmlWhich, type Shown } from "./item.ts";

interface DriftGroup {
  readonly drift: readonly Drift[];
  readonly subscriptions: Subscription[];
}

/** Lists changes made in Azure outside of Terraform, equal ones once; changes to the baseline first. */
export function driftSection(review: Review, shown: Shown): Section {
  const groups = driftGroups(review).sort(
    (a, b) =>
      Number(touchesBaseline(b)) - Number(touchesBaseline(a)) ||
      b.subscriptions.length - a.subscriptions.length,
  );
  const total = groups.reduce((sum, { subscriptions }) => sum + subscriptions.length, 0);
  return {
    heading: `Changed outside of Terraform: ${counted(total, "subscription")}`,
    items: groups.map((group) => ({
      subscriptions: group.subscriptions.length,
      render: () => render(group, shown),
    })),
    between: "\n\n",
  };
}

function render({ drift, subscriptions }: DriftGroup, shown: Shown): string {
  const [first] = drift;
  const rest = drift.length > 1 ? ` and ${count(drift.length - 1)} more` : "";
  const what = first === undefined ? "" : `: ${htmlCode(first.address)}${rest}`;
  return folded(`${htmlWhich(subscriptions, shown)}${what}`, driftBlock(drift));
}

function driftGroups({ subscriptions }: Review): DriftGroup[] {
  const groups = new Map<string, DriftGroup>();
  for (const { drift, subscription } of subscriptions) {
    if (drift.length === 0) continue;
    const key = JSON.stringify(drift).replaceAll(subscription.id, "<subscription>");
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { drift, subscriptions: [subscription] });
    else known.subscriptions.push(subscription);
  }
  return [...groups.values()];
}

function touchesBaseline({ drift }: DriftGroup): boolean {
  return drift.some(({ baseline }) => baseline);
}
