import { type Html, html } from "./html.ts";
import type { Movement } from "./movement.ts";
import type { ResultHistory } from "./results.ts";
import { longDay, longInstant, number, numbered, percent } from "./wording.ts";

const SOURCES = {
  stack: "Synthesized stacks (the declared state)",
  plan: "Terraform plans (the state after the next apply)",
  azure: "Live Azure",
};

/** Returns the page's title with its source, its time and the size of the fleet. */
export function titleBlock({ latest }: ResultHistory, customers: number): Html {
  const { generatedAt, source, summary } = latest;
  return html`<header><p id="partner" hidden></p><h1>Baseline posture</h1>
<p class="meta">${SOURCES[source]} · ${longInstant(generatedAt)} · ${numbered(customers, "customer")}, ${numbered(summary.subscriptions, "subscription")}</p></header>`;
}

/** Shows the coverage as one number, one bar and one sentence. */
export function headline({ latest, previous, sound }: ResultHistory, movement: Movement): Html {
  const { covered, excepted, fail, pass, subscriptions, unknown } = latest.summary;
  const left = subscriptions - covered;
  const parts = [
    ["fail", fail, "failed"],
    ["unknown", unknown, "unknown"],
    ["excepted", excepted, "excepted"],
    ["pass", pass, "passed"],
  ] as const;
  return html`<div class="headline"><h2 id="covered-h"><span class="big">${percent(covered, subscriptions)}</span> of subscriptions are covered</h2>
${bar(covered, subscriptions)}
<p class="lead">${left === 0 ? "Every subscription has its whole baseline." : html`<strong>${number(left)}</strong> of ${numbered(subscriptions, "subscription")} ${left === 1 ? "lacks" : "lack"} part of the baseline.`}</p>
<ul class="counts">${parts.map(([status, count, word]) => html`<li class="${status}"><a href="#findings?status=${status}"><b>${number(count)}</b> ${word}</a></li>`)}</ul>
${previous === undefined ? "" : html`<p class="moved">Since ${longDay(previous.generatedAt)}: <a href="#findings?status=fresh"><b>${number(movement.opened.size)}</b> newly open</a>, <b>${number(movement.fixed)}</b> fixed.</p>`}
${sound ? "" : html`<p class="warning">The findings of this result do not add up to its own summary: part of it is missing.</p>`}</div>`;
}

function bar(covered: number, subscriptions: number): Html {
  const width = subscriptions === 0 ? 0 : (covered / subscriptions) * 100;
  return html`<svg class="bar" width="100%" height="8" aria-hidden="true"><rect class="rest" width="100%" height="8" rx="2"/><rect class="done" width="${width.toFixed(2)}%" height="8" rx="2"/></svg>`;
}
