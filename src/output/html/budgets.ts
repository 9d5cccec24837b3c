import { escapeControls } from "../../fleet/echo.ts";
import { Html, html } from "./html.ts";
import { number } from "./wording.ts";

/** A budget of the fleet beside what its subscription cost. */
export interface ReportedBudget {
  /** `contoso/prod` */
  readonly name: string;
  readonly amount: number;
  /** Of the usage, or else of the fleet; empty where neither says one. */
  readonly currency: string;
  readonly months: readonly { readonly month: string; readonly amount: number; readonly complete: boolean }[];
  readonly status: "fits" | "never-fires" | "fires-each-month" | "exceeded" | "unknown";
  readonly message: string;
}

const ORDER = ["exceeded", "fires-each-month", "never-fires", "unknown", "fits"];
const WORDS = {
  exceeded: "exceeded",
  "fires-each-month": "fires each month",
  "never-fires": "never fires",
  unknown: "not known",
  fits: "fits",
} as const;
/** A page is read by people: the worst are shown. */
const MOST = 100;
const [HEIGHT, BAR, GAP] = [36, 10, 3];

/** A panel: budgets with their months as small bars and the amount as a line, the worst first; nothing where there are none. */
export function budgets(all: readonly ReportedBudget[]): Html {
  if (all.length === 0) return new Html("");
  const sorted = [...all].sort((a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status));
  const rows = sorted.slice(0, MOST);
  const more =
    sorted.length > rows.length
      ? html`<p class="note">${number(sorted.length - rows.length)} more are in the result of csp-baseline budgets.</p>`
      : "";
  const fitting = all.filter(({ status }) => status === "fits").length;
  return html`<section class="panel costs" data-panel="costs" aria-labelledby="costs-h"><h2 id="costs-h">Costs and budgets</h2>
<p class="note">${number(fitting)} of ${number(all.length)} fit what the subscription costs. A bar is a month, at the rates at which Azure evaluates the budget; the line is the budget.</p>
<div class="wide" tabindex="0" role="region" aria-label="Table of budgets"><table><thead><tr><th scope="col">subscription</th><th scope="col">the past months</th><th scope="col" class="n">budget</th><th scope="col">months</th></tr></thead><tbody>${rows.map(row)}</tbody></table></div>${more}</section>`;
}

function row(budget: ReportedBudget): Html {
  const { amount, currency, message, name, status } = budget;
  const standing = status === "fits" ? "pass" : status === "unknown" ? "unknown" : "fail";
  return html`<tr><th scope="row">${shown(name)}</th><td class="${standing}">${WORDS[status]}<p class="note">${shown(message)}</p></td>
<td class="n">${number(amount)} ${shown(currency)}</td><td>${chart(budget)}</td></tr>`;
}

function chart({ amount, currency, months }: ReportedBudget): Html {
  const last = months.slice(-12);
  if (last.length === 0) return html`<span class="note">no usage</span>`;
  const top = Math.max(amount, ...last.map((month) => month.amount)) * 1.05;
  const heightOf = (value: number) => Math.round((Math.max(0, value) / top) * HEIGHT * 10) / 10;
  const width = last.length * (BAR + GAP);
  const at = HEIGHT - heightOf(amount);
  const bars = last.map((month, index) => {
    const height = heightOf(month.amount);
    const part = month.complete ? "" : ", not the whole month";
    return html`<rect x="${index * (BAR + GAP)}" y="${HEIGHT - height}" width="${BAR}" height="${height}" fill="currentColor" fill-opacity="${month.amount > amount ? "0.9" : "0.4"}"><title>${month.month}: ${number(month.amount)} ${currency}${part}</title></rect>`;
  });
  const description = `${last.length} months, the highest ${number(Math.max(...last.map((month) => month.amount)))} ${currency}, budget ${number(amount)}`;
  return html`<svg width="${width}" height="${HEIGHT}" viewBox="0 0 ${width} ${HEIGHT}" role="img" aria-label="${description}">${bars}<line x1="0" x2="${width}" y1="${at}" y2="${at}" stroke="currentColor" stroke-dasharray="3 2"/></svg>`;
}

function shown(text: string): Html {
  return html`<bdi>${escapeControls(text)}</bdi>`;
}
