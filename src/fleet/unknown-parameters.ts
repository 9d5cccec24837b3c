import { didYouMean } from "./did-you-mean.ts";
import { quote } from "./echo.ts";
import type { Baseline } from "./fleet.ts";
import type { Fault } from "./problem.ts";

/** Reports parameters of controls that the app does not define, which are probably typing errors. */
export function unknownParameters({ custom }: Baseline, known: readonly string[]): Fault[] {
  return Object.keys(custom)
    .filter((id) => !known.includes(id))
    .map((id) => ({
      path: ["custom", id],
      message: "must be the id of a control of the app",
      found: quote(id),
      hint: didYouMean(id, known) ?? "It is available only to verbs that run through that app.",
    }));
}
