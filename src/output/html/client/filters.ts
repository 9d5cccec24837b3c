import { afterPause, element } from "./dom.ts";
import type { Model } from "./model.ts";
import { type Filter, NO_FILTER, type StatusFilter } from "./view.ts";

const STATUSES: readonly (readonly [StatusFilter, string])[] = [
  ["", "Any status"],
  ["open", "Open: failed or unknown"],
  ["fresh", "Newly open"],
  ["fail", "Failed"],
  ["unknown", "Unknown"],
  ["excepted", "Excepted"],
  ["pass", "Passed"],
];
const SEVERITIES = ["critical", "high", "medium", "low"] as const;

/** The form above the heat map. `set` changes its values from other parts of the page. */
export interface FilterForm {
  readonly form: HTMLFormElement;
  readonly set: (filter: Partial<Filter>) => void;
  readonly grouped: () => boolean;
}

/** @param onChange called after each change, once typing pauses */
export function filterForm(model: Model, grouping: boolean, onChange: (filter: Filter) => void): FilterForm {
  const search = element("input", {
    type: "search",
    placeholder: "Customer, subscription, id or message",
    autocomplete: "off",
    spellcheck: "false",
  });
  const status = select(STATUSES.filter(([value]) => value !== "fresh" || model.data.since !== ""));
  const severity = select([["", "Any severity"], ...SEVERITIES.map((one) => [one, one] as const)]);
  const controls = model.data.controls.map(({ id }, index) => [id, model.controlName(index)] as const);
  const control = select([["", "All controls"], ...controls]);
  const group = element("input", { type: "checkbox", checked: true });
  const reset = element("button", { type: "reset" }, "Reset");
  const form = element(
    "form",
    { class: "filters", role: "search", "aria-label": "Filter the heat map and the findings" },
    element("label", { class: "search" }, element("span", {}, "Search"), search),
    element("label", {}, element("span", {}, "Status"), status),
    element("label", {}, element("span", {}, "Severity"), severity),
    element("label", {}, element("span", {}, "Control"), control),
    ...(grouping
      ? [element("label", { class: "check" }, group, element("span", {}, "Group small customers"))]
      : []),
    reset,
  );
  const filter = (): Filter => ({
    text: search.value,
    status: STATUSES.find(([value]) => value === status.value)?.[0] ?? "",
    severity: SEVERITIES.find((one) => one === severity.value) ?? "",
    control: control.value,
  });
  const changed = () => onChange(filter());
  search.addEventListener("input", afterPause(changed));
  for (const input of [status, severity, control, group]) input.addEventListener("change", changed);
  form.addEventListener("submit", (event) => event.preventDefault());
  // The reset event comes before the form's values change.
  form.addEventListener("reset", () => setTimeout(changed));
  return {
    form,
    grouped: () => grouping && group.checked,
    set: (part) => {
      const wanted = { ...NO_FILTER, ...part };
      search.value = wanted.text;
      status.value = wanted.status;
      severity.value = wanted.severity;
      control.value = wanted.control;
      changed();
    },
  };
}

function select(options: readonly (readonly [value: string, label: string])[]): HTMLSelectElement {
  return element("select", {}, ...options.map(([value, label]) => element("option", { value }, label)));
}
