import { fragmentOf } from "./address.ts";
import { counted, element, link, outside, thousands } from "./dom.ts";
import { mergedFindings } from "./findings-list.ts";
import { FAIL, type ModelFinding, NONE, UNKNOWN, WEIGHTS, withId } from "./model.ts";
import { SEVERITIES, type View } from "./view.ts";

const SHOWN = 5;

/** Creates the two lists of the overview: the most urgent controls and the customers with the most open findings. */
export function overview(view: View): HTMLElement[] {
  return [urgentControls(view), worstCustomers(view)];
}

/** Lists what to fix first: controls by severity and number of open findings, each with its most frequent fix. */
function urgentControls(view: View): HTMLElement {
  const { model } = view;
  const urgent = view.columns
    .map((control) => {
      const counts = view.counts(view.customers, control);
      const [failed, unknown] = [counts[FAIL] ?? 0, counts[UNKNOWN] ?? 0];
      return {
        control,
        failed,
        unknown,
        weight: WEIGHTS[model.control(control).severity] * (failed + unknown / 2),
      };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  const items = urgent.slice(0, SHOWN).map(({ control, failed, unknown }) => {
    const { id, severity } = model.control(control);
    const open = [
      ...(failed > 0 ? [`${thousands(failed)} failed`] : []),
      ...(unknown > 0 ? [`${thousands(unknown)} unknown`] : []),
    ];
    return element(
      "li",
      {},
      link(fragmentOf("findings", { control: id, status: "open" }), model.controlName(control)),
      element("span", { class: "amount" }, open.join(", ")),
      element(
        "span",
        { class: "what" },
        element("span", { class: `severity ${severity}` }, severity),
        " ",
        outside(frequentFix(view, control)),
      ),
    );
  });
  const rest = urgent.length - SHOWN;
  return section("first", "Fix first", items, "No control has open findings.", [
    ...(rest > 0
      ? [link("#controls", `${counted(rest, "more control has", "more controls have")} open findings`)]
      : []),
  ]);
}

/** Returns the fix that most open findings of the control have, or else its message. */
function frequentFix({ model }: View, control: number): string {
  const findings: ModelFinding[] = [];
  for (let row = 0; row < model.subscriptions; row++) {
    if ((model.status[control * model.subscriptions + row] ?? NONE) < UNKNOWN) continue;
    findings.push(
      ...model.findings(control, row).filter(({ detail }) => model.statusOfDetail(detail) >= UNKNOWN),
    );
  }
  const [merged] = mergedFindings(model, findings);
  if (merged === undefined) return "";
  const { fix, message } = model.detail(merged.detail);
  return withId(fix ?? message, "<subscription>");
}

function worstCustomers(view: View): HTMLElement {
  const { weight } = view;
  const worst = view.customers
    .filter((customer) => (weight[customer] ?? 0) > 0)
    .sort((a, b) => (weight[b] ?? 0) - (weight[a] ?? 0) || a - b);
  const rest = worst.length - SHOWN;
  return section(
    "worst",
    "Customers with the most open findings",
    worst.slice(0, SHOWN).map((customer) => customerItem(view, customer)),
    "No customer has open findings.",
    rest > 0
      ? [link("#customers", `${counted(rest, "more customer has", "more customers have")} open findings`)]
      : [],
  );
}

function customerItem(view: View, customer: number): HTMLElement {
  const { model } = view;
  const affected = view.subscriptionsOf(customer).filter((row) => view.openOf(row) > 0).length;
  const { key, subscriptions } = model.customer(customer);
  const name = outside(model.customerName(customer));
  return element(
    "li",
    {},
    // Findings without a customer, such as those of unmanaged subscriptions, have no view of their own.
    key === "" ? name : link(fragmentOf("customers", { customer: key }), name),
    element(
      "span",
      { class: "amount" },
      `${thousands(affected)} of ${counted(subscriptions, "subscription")}`,
    ),
    element("span", { class: "what" }, openBySeverity(view, customer)),
  );
}

/** Returns the numbers of open findings by severity: `12 critical, 3 high`. */
function openBySeverity(view: View, customer: number): string {
  const parts = SEVERITIES.flatMap((severity) => {
    const open = view.columns
      .filter((control) => view.model.control(control).severity === severity)
      .map((control) => view.counts([customer], control))
      .reduce((sum, counts) => sum + (counts[FAIL] ?? 0) + (counts[UNKNOWN] ?? 0), 0);
    return open === 0 ? [] : [`${thousands(open)} ${severity}`];
  });
  return parts.join(", ");
}

function section(
  name: string,
  title: string,
  items: readonly HTMLElement[],
  none: string,
  more: readonly HTMLElement[],
): HTMLElement {
  return element(
    "section",
    { class: `ranked ${name}`, "aria-labelledby": `${name}-h` },
    element("h2", { id: `${name}-h` }, title),
    items.length === 0 ? element("p", { class: "note" }, none) : element("ol", {}, ...items),
    ...more.map((one) => element("p", { class: "note" }, one)),
  );
}
