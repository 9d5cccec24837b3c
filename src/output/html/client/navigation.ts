import { type Address, fragmentOf, type Panel } from "./address.ts";

/** The panels to which the filter applies. */
const FILTERED: readonly Panel[] = ["customers", "findings"];

/** Shows the panel of an address and hides the others. Marks its link in the navigation. */
export function showPanel({ filter, panel }: Address): void {
  for (const section of document.querySelectorAll<HTMLElement>("[data-panel]")) {
    section.hidden = section.dataset["panel"] !== panel;
  }
  const filters = document.getElementById("filters");
  if (filters !== null) filters.hidden = !FILTERED.includes(panel);
  for (const link of document.querySelectorAll<HTMLAnchorElement>("nav a")) {
    const target = FILTERED.find((one) => link.hash.split("?", 1)[0] === `#${one}`);
    // The filter stays when the reader goes from customers to findings and back.
    if (target !== undefined) link.setAttribute("href", fragmentOf(target, filter));
    if (link.hash.split("?", 1)[0] === `#${panel}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

/** Moves to the top of the panel that a link opened, and gives its heading the focus. */
export function focusPanel(panel: Panel): void {
  window.scrollTo(0, 0);
  const heading = document.querySelector<HTMLElement>(`[data-panel="${panel}"] h2`);
  heading?.setAttribute("tabindex", "-1");
  heading?.focus({ preventScroll: true });
}
