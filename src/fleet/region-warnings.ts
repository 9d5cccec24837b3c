import { locationWarnings } from "./baseline-rules.ts";
import { problemIn, type ReadDocument } from "./document.ts";
import { type Path, valueAt } from "./path.ts";
import type { Problem } from "./problem.ts";
import { Location } from "./scalars.ts";

/**
 * Returns the warnings about unknown regions in one file, even if its schema rejects another part of it. A region that
 * is not a short name is a problem of the schema and gives no warning.
 */
export function regionWarnings(read: ReadDocument<unknown>): Problem[] {
  const document = read.ok ? read.document : read.rejected;
  if (document === undefined) return [];
  const { content, file } = document;
  const subscriptions = valueAt(content, ["subscriptions"]);
  const entries = Array.isArray(subscriptions) ? subscriptions.map((_, index) => index) : [];
  const baselines: readonly Path[] = [
    ["baseline"],
    ...entries.map((index) => ["subscriptions", index, "baseline"]),
  ];
  return baselines.flatMap((baseline) => {
    const location = Location.safeParse(valueAt(content, [...baseline, "location"]));
    if (!location.success) return [];
    return locationWarnings(location.data).map((fault) =>
      problemIn(file, { ...fault, path: [...baseline, ...fault.path] }),
    );
  });
}
