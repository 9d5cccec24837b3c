import { controlCatalogue, TENANT_CONTROLS } from "../../../controls/index.ts";
import type { ControlVerdict, Review } from "../../../review/model.ts";
import { code } from "../../../text/markdown.ts";
import { count } from "../../wording.ts";
import type { Section } from "../section.ts";
import { marked } from "../severity.ts";
import { listItem } from "./item.ts";

/** Counts the results of each control that does not pass in every reviewed subscription. */
export function controlsSection({ controls, subscriptions }: Review): Section {
  // All controls of a subscription that was not reviewed are unknown; another section lists it.
  const missing = subscriptions.filter(({ coverage }) => coverage.state === "not-reviewed").length;
  const shown = controls.filter(
    ({ better, excepted, fail, unknown, worse }) => fail + excepted + worse + better > 0 || unknown > missing,
  );
  return {
    heading: `Controls with findings or changes: ${count(shown.length)} of ${count(controls.length)}`,
    isFolded: true,
    items: shown.map((control) => ({ subscriptions: 0, render: () => itemOf(control) })),
    between: "\n",
  };
}

const WORDS: readonly (readonly [
  keyof ControlVerdict & ("fail" | "unknown" | "excepted" | "worse" | "better"),
  string,
  string,
])[] = [
  ["fail", "fails", "fail"],
  ["unknown", "unknown", "unknown"],
  ["excepted", "excepted", "excepted"],
  ["worse", "gets worse", "get worse"],
  ["better", "gets better", "get better"],
];

/** Formats the counts that are not zero: `**2 fail**, 1 unknown, **1 gets worse**`. */
function itemOf(control: ControlVerdict): string {
  const counts = WORDS.filter(([kind]) => control[kind] > 0).map(([kind, one, many]) => {
    const words = `${count(control[kind])} ${control[kind] === 1 ? one : many}`;
    return kind === "fail" || kind === "worse" ? `**${words}**` : words;
  });
  const severity = [...controlCatalogue(), ...TENANT_CONTROLS].find(
    ({ id }) => id === control.control,
  )?.severity;
  const mark = severity === undefined ? "" : `${marked(severity)} `;
  return listItem(`${mark}${code(control.control)}: ${counts.join(", ")}`);
}
