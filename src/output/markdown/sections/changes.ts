import type { Review, ReviewGroup } from "../../../review/model.ts";
import { folded, htmlCode } from "../../../text/markdown.ts";
import { names } from "../../names.ts";
import { counted } from "../../wording.ts";
import { changeCounts, countsInWords } from "../change-counts.ts";
import { diffBlock } from "../diff-block.ts";
import { providerMove } from "../provider-move.ts";
import type { Item, Section } from "../section.ts";
import { htmlWhich, type Shown } from "./item.ts";

/** The largest group of subscriptions that can be unusual. */
const FEW = 5;
/** A group is unusual when the largest group has at least this many times its subscriptions. */
const TIMES = 10;

/** Lists the changes that affect a few subscriptions and differ from those of most others. */
export function unusualSection({ groups }: Review, shown: Shown): Section {
  const unusual = groups.filter((group) => isUnusual(group, groups));
  return {
    heading: `Unlike the others: ${counted(subscriptionsIn(unusual), "subscription")}`,
    items: unusual.map((group) => itemOf(group, shown)),
    between: "\n\n",
  };
}

/** Lists each set of changes once, with the subscriptions that it affects. */
export function changesSection({ groups }: Review, shown: Shown): Section {
  const usual = groups.filter((group) => !isUnusual(group, groups));
  const ways = usual.length === 1 ? "" : `, in ${counted(usual.length, "different way")}`;
  return {
    heading: `Changes: ${counted(subscriptionsIn(usual), "subscription")}${ways}`,
    items: usual.map((group) => itemOf(group, shown)),
    between: "\n\n",
  };
}

function isUnusual({ subscriptions }: ReviewGroup, groups: readonly ReviewGroup[]): boolean {
  const largest = groups[0]?.subscriptions.length ?? 0;
  return subscriptions.length <= FEW && subscriptions.length * TIMES <= largest;
}

function subscriptionsIn(groups: readonly ReviewGroup[]): number {
  return groups.reduce((sum, { subscriptions }) => sum + subscriptions.length, 0);
}

function itemOf({ changes, subscriptions }: ReviewGroup, shown: Shown): Item {
  return {
    subscriptions: subscriptions.length,
    render: () => {
      const [only] = changes;
      const what = changes.length === 1 && only !== undefined ? `: ${htmlCode(only.address)}` : "";
      const move = providerMove(changes);
      const moves = move === undefined ? "" : `${move}: `;
      return folded(
        `${htmlWhich(subscriptions, shown)}: ${moves}${countsInWords(changeCounts(changes))}${what}`,
        `${subscriptions.length > shown.names + 1 ? `${names(subscriptions, shown.names * 10)}\n\n` : ""}${diffBlock(changes)}`,
      );
    },
  };
}
