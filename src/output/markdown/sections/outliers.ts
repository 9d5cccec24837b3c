import type { FleetException, Subscription } from "../../../fleet/index.ts";
import type { ChangeAction, ResourceChange, Review } from "../../../review/model.ts";
import { code, prose } from "../../../text/markdown.ts";
import { counted } from "../../wording.ts";
import type { Section } from "../section.ts";
import { listItem, type Shown, which } from "./item.ts";

interface Outlier {
  readonly what: string;
  readonly address: string;
  readonly baseline: boolean;
  readonly rank: number;
  readonly subscriptions: Subscription[];
}

/** Actions with a possible loss, and their phrases for a resource that no control judges. */
const LOSSES: readonly (readonly [ChangeAction, string])[] = [
  ["unrecognized", "has an action that this version does not recognize"],
  ["invoke", "invokes an action"],
  ["check", "a check fails"],
  ["delete", "deletes a resource"],
  ["delete-create", "replaces a resource: deletes it before the new one is created"],
  ["create-delete", "replaces a resource"],
  ["forget", "forgets a resource: it stays in Azure, unmanaged"],
];

/**
 * Lists changes that need review: resources that are deleted, replaced, forgotten or weakened, those of the baseline
 * first, with the exceptions of their subscriptions.
 */
export function outliersSection({ groups }: Review, shown: Shown): Section {
  const outliers = new Map<string, Outlier>();
  for (const group of groups) {
    for (const change of group.changes) {
      for (const [rank, what] of losses(change)) {
        const key = JSON.stringify([what, change.address]);
        const known = outliers.get(key);
        if (known !== undefined) known.subscriptions.push(...group.subscriptions);
        else {
          const { address, baseline } = change;
          outliers.set(key, { what, address, baseline, rank, subscriptions: [...group.subscriptions] });
        }
      }
    }
  }
  const sorted = [...outliers.values()].sort(
    (a, b) =>
      Number(b.baseline) - Number(a.baseline) ||
      Number(isExcepted(a)) - Number(isExcepted(b)) ||
      a.rank - b.rank ||
      b.subscriptions.length - a.subscriptions.length,
  );
  return {
    heading: `Needs review: ${counted(sorted.length, "change")} that ${sorted.length === 1 ? "removes or weakens" : "remove or weaken"} something`,
    items: sorted.map((outlier) => ({
      subscriptions: outlier.subscriptions.length,
      render: () => itemOf(outlier, shown),
    })),
    between: "\n",
  };
}

function losses({
  actions,
  baseline,
  deposed,
  takenOverBy,
  warnings,
}: ResourceChange): (readonly [number, string])[] {
  const index = LOSSES.findIndex(([action]) => actions.includes(action));
  const rank = index < 0 ? LOSSES.length : index;
  if (warnings.length > 0) return warnings.map((warning) => [rank, warning] as const);
  const words = LOSSES[index]?.[1];
  // Removing a deposed object of a failed replacement loses nothing.
  return words === undefined || deposed || takenOverBy !== undefined
    ? []
    : [[baseline ? rank : rank + LOSSES.length, words]];
}

function itemOf({ address, baseline, subscriptions, what }: Outlier, shown: Shown): string {
  return listItem(
    `${baseline ? `**${prose(what)}**` : prose(what)} in ${which(subscriptions, shown)}`,
    code(address),
    excepted(subscriptions),
  );
}

function isExcepted({ subscriptions }: Outlier): boolean {
  return commonExceptions(subscriptions).length > 0;
}

function excepted(subscriptions: readonly Subscription[]): string {
  const common = commonExceptions(subscriptions);
  if (common.length === 0) return "";
  return `excepted there: ${common.map(({ control, expires }) => `${code(control)} until ${prose(expires)}`).join(", ")}`;
}

/**
 * Returns the exceptions that all subscriptions have. The stack does not declare an excepted control, which explains
 * the removal of its resource.
 */
function commonExceptions(subscriptions: readonly Subscription[]): readonly FleetException[] {
  const holds = (exceptions: readonly FleetException[], control: string) =>
    exceptions.some((exception) => !exception.expired && exception.control === control);
  const [first, ...others] = subscriptions;
  return (first?.exceptions ?? []).filter(
    ({ control, expired }) => !expired && others.every(({ exceptions }) => holds(exceptions, control)),
  );
}
