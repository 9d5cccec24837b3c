import { isMap, isSeq, type YAMLMap } from "yaml";
import { EditedFile, type Members, unusual } from "../fleet/edited-file.ts";
import type { PlacedBudget } from "./place.ts";

/**
 * Sets budgets in the text of a fleet file. Only their values change: comments, order and layout are preserved byte by
 * byte.
 *
 * @param budgets the budgets of this file
 * @throws {FleetEditError} when the file cannot be edited safely
 */
export function withBudgets(text: string, budgets: readonly PlacedBudget[]): string {
  const entries = budgets.flatMap(({ place, ...budget }) =>
    place.kind === "subscription" ? [{ id: place.subscription.id, members: membersOf(budget) }] : [],
  );
  const root = budgets.find(({ place }) => place.kind !== "subscription");
  // A member at the root may be added at the end of the last entry: entries first.
  return withRoot(withEntries(text, entries), root === undefined ? undefined : membersOf(root));
}

interface EntryBudget {
  readonly id: string;
  readonly members: Members;
}

function withEntries(text: string, entries: readonly EntryBudget[]): string {
  if (entries.length === 0) return text;
  const file = new EditedFile(text);
  const byId = new Map(entries.map(({ id, members }) => [id, members]));
  const list = file.root.get("subscriptions", true);
  const items = isSeq(list) ? list.items.filter((item) => isMap(item)) : [];
  const known = new Map(items.map((item) => [String(item.get("id")).toLowerCase(), item]));
  for (const { id, members } of entries) {
    const entry = known.get(id);
    if (entry === undefined) throw unusual(`subscriptions has no entry ${id} that is a map`);
    setBudget(file, entry, members);
  }
  return file.finish((value) => {
    const before = Array.isArray(value["subscriptions"]) ? value["subscriptions"] : [];
    const subscriptions = before.map((entry) => {
      const members = byId.get(String(Object(entry).id).toLowerCase());
      return members === undefined ? entry : merged(Object(entry), members);
    });
    return { ...value, subscriptions };
  });
}

function withRoot(text: string, members: Members | undefined): string {
  if (members === undefined) return text;
  const file = new EditedFile(text);
  setBudget(file, file.root, members);
  return file.finish((value) => merged(value, members));
}

function membersOf({ amount, currency }: Pick<PlacedBudget, "amount" | "currency">): Members {
  return { amount, ...(currency === undefined ? {} : { currency }) };
}

function setBudget(file: EditedFile, owner: YAMLMap, members: Members): void {
  const flow = `{ ${Object.entries(members)
    .map(([key, value]) => `${key}: ${value}`)
    .join(", ")} }`;
  const baseline = owner.get("baseline", true);
  if (baseline === undefined) file.addMember(owner, "baseline", `{ budget: ${flow} }`);
  else if (!isMap(baseline)) throw unusual("baseline is an alias, or not a map");
  else {
    const budget = baseline.get("budget", true);
    if (budget === undefined) file.addMember(baseline, "budget", flow);
    else if (!isMap(budget)) throw unusual("budget is an alias, or not a map");
    else file.setMembers(budget, members);
  }
}

/** Returns the expected map with these members of its budget. */
function merged(value: Readonly<Record<string, unknown>>, members: Members): object {
  const baseline = Object(value["baseline"]);
  return { ...value, baseline: { ...baseline, budget: { ...Object(baseline.budget), ...members } } };
}
