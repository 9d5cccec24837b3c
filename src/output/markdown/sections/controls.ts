import type { ControlVerdict, Review } from "../../../review/model.ts";
import { code, tableHead, tableRow } from "../../../text/markdown.ts";
import { count } from "../../wording.ts";
import type { Section } from "../section.ts";

/** How each control stands that does not simply pass wherever there was something to review. */
export function controlsSection({ controls, subscriptions }: Review): Section {
  // Of a subscription that was not reviewed all are unknown, and it is said elsewhere.
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
