import { type Filter, NO_FILTER, SEVERITIES, STATUS_FILTERS } from "./view.ts";

/** The panels of the page, in the order of its navigation. */
export const PANELS = [
  "overview",
  "customers",
  "controls",
  "findings",
  "exceptions",
  "duties",
  "costs",
  "limits",
] as const;
export type Panel = (typeof PANELS)[number];

/** The part of the page that is shown, and its filter: what the fragment of the address holds. */
export interface Address {
  readonly panel: Panel;
  readonly filter: Filter;
}

/**
 * The fragment of an address, `#findings?control=budget&status=fail`. Empty values are left out, so the same view has
 * the same address.
 */
export function fragmentOf(panel: Panel, filter: Partial<Filter> = {}): string {
  const { control, customer, severity, status, text } = { ...NO_FILTER, ...filter };
  const values = Object.entries({ customer, control, status, severity, text });
  const query = new URLSearchParams(values.filter(([, value]) => value !== "")).toString();
  return query === "" ? `#${panel}` : `#${panel}?${query}`;
}

/** Reads a fragment. A part that the page does not know is ignored: links outlive versions. */
export function readFragment(fragment: string): Address {
  const [name = "", query = ""] = fragment.replace(/^#/, "").split("?", 2);
  const values = new URLSearchParams(query);
  return {
    panel: PANELS.find((panel) => panel === name) ?? "overview",
    filter: {
      text: values.get("text") ?? "",
      status: STATUS_FILTERS.find((status) => status === values.get("status")) ?? "",
      severity: SEVERITIES.find((severity) => severity === values.get("severity")) ?? "",
      control: values.get("control") ?? "",
      customer: values.get("customer") ?? "",
    },
  };
}
