import { counted, element, outside, thousands } from "./dom.ts";
import {
  FAIL,
  type Model,
  type ModelFinding,
  STATUS_CLASSES,
  STATUS_WORDS,
  WEIGHTS,
  withId,
} from "./model.ts";

/** Findings with the same text of one control. */
export interface MergedFinding {
  readonly control: number;
  readonly detail: number;
  readonly status: number;
  readonly findings: ModelFinding[];
}

const FIRST_ENTRIES = 25;
const FIRST_PLACES = 20;

/** Lists findings, most severe first. Findings with the same text share one entry. */
export function findingsList(model: Model, findings: readonly ModelFinding[], open = false): HTMLElement {
  const entries = mergedFindings(model, findings);
  const list = element("ol", { class: "findings" });
  growing(list, entries, FIRST_ENTRIES, (merged) => element("li", {}, entry(model, merged, open)));
  return list;
}

export function mergedFindings(model: Model, findings: readonly ModelFinding[]): MergedFinding[] {
  const byKey = new Map<number, MergedFinding>();
  for (const finding of findings) {
    const { control, detail } = finding;
    const key = control * model.data.details.length + detail;
    const known = byKey.get(key);
    if (known === undefined) {
      byKey.set(key, { control, detail, status: model.statusOfDetail(detail), findings: [finding] });
    } else known.findings.push(finding);
  }
  const weight = ({ control, findings: same, status }: MergedFinding) =>
    WEIGHTS[model.control(control).severity] * same.length * (status === FAIL ? 2 : 1);
  const rank = ({ status }: MergedFinding) => (status > 2 ? 3 : status);
  return [...byKey.values()].sort((a, b) => rank(b) - rank(a) || weight(b) - weight(a));
}

function entry(model: Model, merged: MergedFinding, open: boolean): HTMLElement {
  const { control, detail, findings, status } = merged;
  const { exception, fix, message, path, resource } = model.detail(detail);
  const [first] = findings;
  const id = findings.length === 1 ? (model.data.ids[first?.subscription ?? -1] ?? "") : "<subscription>";
  const { severity } = model.control(control);
  const article = element(
    "article",
    { class: `finding ${STATUS_CLASSES[status]}` },
    element(
      "p",
      { class: "tags" },
      element("span", { class: "status" }, STATUS_WORDS[status] ?? ""),
      element("span", { class: `severity ${severity}` }, severity),
      element("span", { class: "control" }, model.controlName(control)),
    ),
    element("p", { class: "message" }, outside(withId(message, id))),
  );
  const line = (term: string, text: string, kind = "") =>
    article.append(element("p", { class: `line ${kind}` }, element("b", {}, `${term} `), outside(text)));
  if (fix !== undefined) line("Fix:", withId(fix, id), "fix");
  if (resource !== undefined) line("Resource:", withId(resource, id), "code");
  if (path !== undefined) line("Value:", path, "code");
  if (exception !== undefined) {
    const ended = exception.expires < model.data.day;
    line(
      ended ? "Exception ended:" : "Exception until:",
      `${exception.expires}, approved by ${exception.approvedBy}: ${exception.reason}`,
    );
  }
  article.append(where(model, findings, open || findings.length === 1));
  return article;
}

/** Returns the subscriptions with their lines in the fleet, filled in when the user opens it. */
function where(model: Model, findings: readonly ModelFinding[], open: boolean): HTMLElement {
  const customers = new Set(findings.map(({ subscription }) => model.customerOf[subscription]));
  const [first] = findings;
  const size =
    findings.length === 1 && first !== undefined
      ? (model.data.names[first.subscription] ?? "")
      : `${counted(findings.length, "subscription")} of ${counted(customers.size, "customer")}`;
  const details = element("details", { open }, element("summary", {}, outside(size)));
  const fill = () => {
    const list = element("ul", { class: "places" });
    details.append(list);
    growing(list, findings, FIRST_PLACES, (finding) => placeOf(model, finding));
  };
  if (open) fill();
  else details.addEventListener("toggle", fill, { once: true });
  return details;
}

function placeOf(model: Model, { place, subscription }: ModelFinding): HTMLElement {
  const customer = model.customerName(model.customerOf[subscription] ?? 0);
  const [id = "", name = ""] = [model.data.ids[subscription], model.data.names[subscription]];
  return element(
    "li",
    {},
    element("span", { class: "who" }, outside(customer), " / ", outside(name)),
    element("span", { class: "id" }, outside(id)),
    ...(place === "" ? [] : [element("span", { class: "at" }, outside(place))]),
  );
}

/** Adds items to a list: the first few at once, the others when the user asks for more. */
function growing<Item>(
  list: HTMLElement,
  items: readonly Item[],
  first: number,
  show: (item: Item) => HTMLElement,
): void {
  let shown = 0;
  const more = (count: number) => {
    const next = items.slice(shown, shown + count).map(show);
    shown += next.length;
    list.append(...next);
    return next[0];
  };
  more(first);
  if (shown >= items.length) return;
  const button = element("button", { type: "button", class: "more" });
  const holder = element("li", { class: "holder" }, button);
  const label = () => {
    button.textContent = `Show ${thousands(Math.min(STEP, items.length - shown))} more of ${thousands(items.length - shown)}`;
  };
  label();
  list.append(holder);
  button.addEventListener("click", () => {
    const added = more(STEP);
    if (shown < items.length) {
      label();
      list.append(holder);
    } else holder.remove();
    added?.setAttribute("tabindex", "-1");
    added?.focus();
  });
}
const STEP = 200;
