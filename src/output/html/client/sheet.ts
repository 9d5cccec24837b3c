import { element, outside, part } from "./dom.ts";
import { findingsList } from "./findings-list.ts";
import type { Model, ModelFinding } from "./model.ts";

/** The content of the sheet: a cell, a customer or a control. */
export interface SheetContent {
  readonly title: string;
  readonly subtitle: string;
  /** Shown with its reason and the matching rules of other tools. */
  readonly control?: number;
  readonly findings: readonly ModelFinding[];
}

/** Opens the page's side sheet, a modal dialog with the details of a cell, a customer or a control. */
export function openSheet(model: Model, content: SheetContent): void {
  const sheet = part("sheet");
  if (!(sheet instanceof HTMLDialogElement)) return;
  const close = element("button", { type: "button", class: "close", "aria-label": "Close" }, "\u00d7");
  close.addEventListener("click", () => sheet.close());
  const body = element("div", { class: "body", tabindex: 0, role: "group", "aria-labelledby": "sheet-h" });
  if (content.control !== undefined) body.append(aboutControl(model, content.control));
  body.append(findingsList(model, content.findings, content.findings.length <= 20));
  sheet.replaceChildren(
    element(
      "div",
      { class: "top" },
      element(
        "div",
        {},
        element("h2", { id: "sheet-h" }, outside(content.title)),
        element("p", { class: "note" }, outside(content.subtitle)),
      ),
      close,
    ),
    body,
  );
  // A click outside the content hits the dialog element itself.
  sheet.onclick = (event) => {
    if (event.target === sheet) sheet.close();
  };
  if (!sheet.open) sheet.showModal();
  body.scrollTop = 0;
}

function aboutControl(model: Model, control: number): HTMLElement {
  const { references, title, why } = model.control(control);
  const about = element("div", { class: "about" }, element("p", { class: "title" }, title));
  if (why !== "") about.append(element("p", {}, why));
  if (references.length > 0) {
    const list = element("ul", {}, ...references.map((reference) => element("li", {}, reference)));
    about.append(element("details", {}, element("summary", {}, "Rules of other tools it satisfies"), list));
  }
  return about;
}
