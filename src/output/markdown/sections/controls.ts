import type { ControlVerdict, Review } from "../../../review/model.ts";
import { code, tableHead, tableRow } from "../../../text/markdown.ts";
import { count } from "../../wording.ts";
import type { Section } from "../section.ts";

/** Counts the results of each control that does not pass in every reviewed subscription. */
export function controlsSection({ controls, subscriptions }: Review): Section {
  // All controls of a subscription that was not reviewed are unknown; another section lists it.
  const missing = subscriptions.filter(({ coverage }) => coverage.state === "not-reviewed").length;
  const shown = controls.filter(
    ({ better, excepted, fail, unknown, worse }) => fail + excepted + worse + better > 0 || unknown > missing,
  );
  return {
    heading: "Controls after this pull request",
    intro: tableHead(["Control", "Fails#", "Unknown#", "Excepted#", "Gets worse#", "Gets better#"]),
    rows: shown.map((control) => ({ subscriptions: 0, render: () => rowOf(control) })),
    between: "\n",
  };
}

function rowOf({ better, control, excepted, fail, unknown, worse }: ControlVerdict): string {
  const strong = (value: number) => (value === 0 ? "0" : `**${count(value)}**`);
  return tableRow([
    code(control),
    strong(fail),
    count(unknown),
    count(excepted),
    strong(worse),
    count(better),
  ]);
}
