import type { ChangeAction, ResourceChange, ReviewGroup } from "../../review/model.ts";
import { count } from "../wording.ts";

/** Counts of changes by kind. */
export interface ChangeCounts {
  add: number;
  change: number;
  delete: number;
  replace: number;
  import: number;
  move: number;
  forget: number;
  invoke: number;
  /** Checks that fail. */
  check: number;
  /** Actions that this version does not recognize. */
  unrecognized: number;
}

const COUNTED: Readonly<Record<ChangeAction, keyof ChangeCounts | undefined>> = {
  create: "add",
  update: "change",
  delete: "delete",
  "delete-create": "replace",
  "create-delete": "replace",
  import: "import",
  move: "move",
  forget: "forget",
  invoke: "invoke",
  check: "check",
  unrecognized: "unrecognized",
  read: undefined,
  "no-op": undefined,
};

/** Counts the resources that are added, changed and so on. A resource that is imported and changed counts as both. */
export function changeCounts(changes: readonly ResourceChange[]): ChangeCounts {
  const counts = {
    ...{ add: 0, change: 0, delete: 0, replace: 0, import: 0, move: 0, forget: 0 },
    ...{ invoke: 0, check: 0, unrecognized: 0 },
  };
  for (const { actions } of changes) {
    for (const action of actions) {
      const kind = COUNTED[action];
      if (kind !== undefined) counts[kind] += 1;
    }
  }
  return counts;
}

const WORDS: readonly (readonly [keyof ChangeCounts, string])[] = [
  ["delete", "to delete"],
  ["replace", "to replace"],
  ["forget", "to forget"],
  ["unrecognized", "of an unknown kind"],
  ["check", "failing checks"],
  ["invoke", "to invoke"],
  ["change", "to change"],
  ["add", "to add"],
  ["import", "to import"],
  ["move", "to move"],
];

/** Formats the counts, removals first: `2 to delete, 12 to change, 4 to add`. */
export function countsInWords(counts: ChangeCounts): string {
  return WORDS.filter(([kind]) => counts[kind] > 0)
    .map(([kind, words]) => `${count(counts[kind])} ${words}`)
    .join(", ");
}

/** Counts the changes of all subscriptions of these groups. */
export function totalCounts(groups: readonly ReviewGroup[]): ChangeCounts {
  const total = changeCounts([]);
  for (const { changes, subscriptions } of groups) {
    const each = changeCounts(changes);
    for (const [kind] of WORDS) total[kind] += each[kind] * subscriptions.length;
  }
  return total;
}
