import type { FleetException, Subscription } from "../fleet/index.ts";
import type { ChangeAction, ResourceChange, ReviewGroup } from "../review/model.ts";

/** A change that removes or weakens something, in one or several subscriptions. */
export interface Outlier {
  /** The loss, such as `deletes the security contact`. */
  readonly what: string;
  readonly address: string;
  /** Whether a control judges the resource. */
  readonly baseline: boolean;
  readonly subscriptions: readonly Subscription[];
  /** The exceptions that all subscriptions have: the stack does not declare an excepted control. */
  readonly exceptions: readonly FleetException[];
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
 * Returns the changes that need review: resources that are deleted, replaced, forgotten or weakened. Those of the
 * baseline come first, then those without an exception, then the worst.
 */
export function outliersOf(groups: readonly ReviewGroup[]): readonly Outlier[] {
  const found = new Map<
    string,
    Omit<Outlier, "exceptions"> & { rank: number; subscriptions: Subscription[] }
  >();
  for (const group of groups) {
    for (const change of group.changes) {
      for (const [rank, what] of losses(change)) {
        const key = JSON.stringify([what, change.address]);
        const known = found.get(key);
        if (known !== undefined) known.subscriptions.push(...group.subscriptions);
        else {
          const { address, baseline } = change;
          found.set(key, { what, address, baseline, rank, subscriptions: [...group.subscriptions] });
        }
      }
    }
  }
  return [...found.values()]
    .map(({ rank, ...outlier }) => ({
      rank,
      outlier: { ...outlier, exceptions: commonExceptions(outlier.subscriptions) },
    }))
    .sort(
      (a, b) =>
        Number(b.outlier.baseline) - Number(a.outlier.baseline) ||
        Number(a.outlier.exceptions.length > 0) - Number(b.outlier.exceptions.length > 0) ||
        a.rank - b.rank ||
        b.outlier.subscriptions.length - a.outlier.subscriptions.length,
    )
    .map(({ outlier }) => outlier);
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
