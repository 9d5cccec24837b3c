import { didYouMean } from "./did-you-mean.ts";
import { quote } from "./echo.ts";
import type { Baseline } from "./fleet.ts";
import type { Fault } from "./problem.ts";

/** Faults for parameters of controls that the app does not bring: more likely mistyped than meant. */
export function unknownParameters({ custom }: Baseline, known: readonly string[]): Fault[] {
  return Object.keys(custom)
    .filter((id) => !known.includes(id))
    .map((id) => ({
      path: ["custom", id],
      message: "must be the id of a control that the app brings",
      found: quote(id),
      hint: didYouMean(id, known) ?? "It is known only to verbs that run through that app.",
    }));
}
