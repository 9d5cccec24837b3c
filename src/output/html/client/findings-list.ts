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

/** Findings that say the same under the same control. */
interface Alike {
  readonly control: number;
  readonly detail: number;
  readonly status: number;
  readonly findings: ModelFinding[];
}

const FIRST_ENTRIES = 25;
const FIRST_PLACES = 20;

/** Findings as a list in which what is said alike is said once; those that weigh most first. */
export function findingsList(model: Model, findings: readonly ModelFinding[], open = false): HTMLElement {
  const entries = alikeOf(model, findings);
  const list = element("ol", { class: "findings" });
  growing(list, entries, FIRST_ENTRIES, (alike) => element("li", {}, entry(model, alike, open)));
  return list;
}

function alikeOf(model: Model, findings: readonly ModelFinding[]): Alike[] {
  const byKey = new Map<number, Alike>();
  for (const finding of findings) {
    const { control, detail } = finding;
    const key = control * model.data.details.length + detail;
    const known = byKey.get(key);
    if (known === undefined) {
      byKey.set(key, { control, detail, status: model.statusOfDetail(detail), findings: [finding] });
    } else known.findings.push(finding);
  }
  const weight = ({ control, findings: same, status }: Alike) =>
    WEIGHTS[model.control(control).severity] * same.length * (status === FAIL ? 2 : 1);
  const rank = ({ status }: Alike) => (status > 2 ? 3 : status);
  return [...byKey.values()].sort((a, b) => rank(b) - rank(a) || weight(b) - weight(a));
}

function entry(model: Model, alike: Alike, open: boolean): HTMLElement {
  const { control, detail, findings, status } = alike;
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

/** The subscriptions and their lines in the fleet; filled when it is opened. */
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

/** Puts items into a list, the first few at once and the others when they are asked for. */
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
