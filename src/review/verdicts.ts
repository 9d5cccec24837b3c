import { controlCatalogue, TENANT_CONTROLS } from "../controls/index.ts";
import type { ControlVerdict, SubscriptionReview } from "./model.ts";

/** Counts the results of every judged control, in the catalogue's order. */
export function controlVerdicts(subscriptions: readonly SubscriptionReview[]): ControlVerdict[] {
  const counts = new Map(
    [...controlCatalogue(), ...TENANT_CONTROLS].map(({ id, title }) => [
      id,
      { control: id, title, judged: 0, fail: 0, unknown: 0, excepted: 0, worse: 0, better: 0 },
    ]),
  );
  for (const { findings, movements } of subscriptions) {
    for (const { control, status } of findings) {
      const count = counts.get(control);
      if (count === undefined) continue;
      count.judged += 1;
      if (status !== "pass") count[status] += 1;
    }
    for (const { control, movement } of movements) {
      const count = counts.get(control);
      if (count !== undefined && (movement === "worse" || movement === "better")) count[movement] += 1;
    }
  }
  return [...counts.values()].filter(({ judged }) => judged > 0).map(({ judged: _, ...verdict }) => verdict);
}
