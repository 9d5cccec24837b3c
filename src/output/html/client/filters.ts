import { afterPause, element, outside } from "./dom.ts";
import type { Model } from "./model.ts";
import { type Filter, NO_FILTER, SEVERITIES, type StatusFilter } from "./view.ts";

const STATUSES: readonly (readonly [StatusFilter, string])[] = [
  ["", "Any status"],
  ["open", "Open: failed or unknown"],
  ["fresh", "Newly open"],
  ["fail", "Failed"],
  ["unknown", "Unknown"],
  ["excepted", "Excepted"],
  ["pass", "Passed"],
];

/** The form above the heat map and the findings. */
export interface FilterForm {
  readonly form: HTMLFormElement;
  /** Shows a filter in the form, without an event. */
  readonly set: (filter: Filter) => void;
  readonly grouped: () => boolean;
}

/** @param onChange called after each change, once typing pauses */
export function filterForm(model: Model, grouping: boolean, onChange: (filter: Filter) => void): FilterForm {
  const search = element("input", {
    type: "search",
    placeholder: "Name, id or message",
    autocomplete: "off",
    spellcheck: "false",
  });
  const status = select(STATUSES.filter(([value]) => value !== "fresh" || model.data.since !== ""));
  const severity = select([["", "Any severity"], ...SEVERITIES.map((one) => [one, one] as const)]);
  const controls = model.data.controls.map(({ id }, index) => [id, model.controlName(index)] as const);
  const control = select([["", "All controls"], ...controls]);
  const group = element("input", { type: "checkbox", checked: true });
  const reset = element("button", { type: "reset" }, "Reset");
  const customer = element("button", { type: "button", class: "chip", hidden: true });
  let shown = NO_FILTER;
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
    customer,
  );
  const filter = (): Filter => ({
    text: search.value,
    status: STATUSES.find(([value]) => value === status.value)?.[0] ?? "",
    severity: SEVERITIES.find((one) => one === severity.value) ?? "",
    control: control.value,
    customer: shown.customer,
  });
  const changed = () => onChange(filter());
  customer.addEventListener("click", () => onChange({ ...filter(), customer: "" }));
  search.addEventListener("input", afterPause(changed));
  for (const input of [status, severity, control, group]) input.addEventListener("change", changed);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    onChange(NO_FILTER);
  });
  return {
    form,
    grouped: () => grouping && group.checked,
    set: (filter) => {
      shown = filter;
      // A focused field is not set, because setting it moves the cursor.
      if (search.value !== filter.text) search.value = filter.text;
      status.value = filter.status;
      severity.value = filter.severity;
      control.value = filter.control;
      customer.hidden = filter.customer === "";
      const index = model.data.customers.findIndex(({ key }) => key === filter.customer);
      const name = index < 0 ? filter.customer : model.customerName(index);
      customer.replaceChildren(
        "Customer: ",
        outside(name),
        element("span", { "aria-hidden": "true" }, " \u00d7"),
      );
      customer.setAttribute("aria-label", `Show all customers, not ${name} alone`);
    },
  };
}

function select(options: readonly (readonly [value: string, label: string])[]): HTMLSelectElement {
  return element("select", {}, ...options.map(([value, label]) => element("option", { value }, label)));
}
