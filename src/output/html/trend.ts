import type { ResultHead } from "../../findings/read-findings.ts";
import { Html, html } from "./html.ts";
import { longDay, longInstant, number, percent, shortDay } from "./wording.ts";

const [WIDTH, HEIGHT] = [520, 150];
const [LEFT, RIGHT, TOP, BOTTOM] = [40, 58, 14, 24];
/** The minimum distance of two days on the axis: some five fit. */
const LABEL_WIDTH = 88;
const SOURCES = { stack: "stacks", plan: "plans", azure: "Azure" };

/** Shows covered subscriptions over time as a line, and all results as a table; nothing for a single result. */
export function trend(heads: readonly ResultHead[], source: ResultHead["source"]): Html {
  const points = heads.filter((head) => head.source === source);
  if (heads.length < 2) return new Html("");
  return html`<section class="trend" aria-labelledby="trend-h"><h2 id="trend-h">Trend</h2>
${points.length < 2 ? html`<p class="note">The results come from different sources; a line needs two from the same.</p>` : line(points)}
<details><summary>All ${heads.length} results</summary>${table(heads)}</details></section>`;
}

function line(points: readonly ResultHead[]): Html {
  const shares = points.map(({ summary }) => share(summary));
  const bottom = Math.min(90, Math.floor((Math.min(...shares) * 100) / 10) * 10);
  const times = points.map(({ generatedAt }) => Date.parse(generatedAt));
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  const x = (time: number) => round(LEFT + ((time - first) / (last - first)) * (WIDTH - LEFT - RIGHT));
  const y = (value: number) => round(TOP + ((100 - value * 100) / (100 - bottom)) * (HEIGHT - TOP - BOTTOM));
  const path = times.map((time, index) => `${x(time)},${y(shares[index] ?? 0)}`).join(" ");
  const [oldest, newest] = [points[0], points.at(-1)];
  if (oldest === undefined || newest === undefined) return new Html("");
  const summary = `Covered subscriptions: ${covered(oldest)} on ${longDay(oldest.generatedAt)}, ${covered(newest)} on ${longDay(newest.generatedAt)}`;
  const grid = [100, (100 + bottom) / 2, bottom].map((value) => {
    const at = y(value / 100);
    return html`<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${at}" y2="${at}"/><text x="${LEFT - 8}" y="${at + 4}" text-anchor="end">${value}%</text>`;
  });
  return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${summary}"><g class="grid">${grid}</g>
<polyline points="${path}"/>${points.map((head, index) => html`<circle cx="${x(times[index] ?? 0)}" cy="${y(shares[index] ?? 0)}" r="2.5"><title>${longDay(head.generatedAt)}: ${covered(head)}</title></circle>`)}
<text class="now" x="${WIDTH - RIGHT + 8}" y="${y(shares.at(-1) ?? 0) + 5}">${covered(newest)}</text>
${dates(times, x)}</svg>`;
}

/** Labels the days of up to five results, at their places in time, with room between the labels. */
function dates(times: readonly number[], x: (time: number) => number): Html[] {
  const labeled: number[] = [];
  // From the newest back, so that the newest day is always shown.
  for (const time of [...times].reverse()) {
    const next = labeled.at(-1);
    if (next === undefined || x(next) - x(time) >= LABEL_WIDTH) labeled.push(time);
  }
  return labeled.map((time) => {
    const at = x(time);
    return html`<line class="tick" x1="${at}" x2="${at}" y1="${HEIGHT - BOTTOM}" y2="${HEIGHT - BOTTOM + 4}"/><text x="${at}" y="${HEIGHT - 4}" text-anchor="middle">${shortDay(new Date(time).toISOString())}</text>`;
  });
}

function table(heads: readonly ResultHead[]): Html {
  const rows = [...heads].reverse().map((head) => {
    const { covered: whole, excepted, fail, subscriptions, unknown } = head.summary;
    const numbers = [subscriptions, whole, fail, unknown, excepted];
    return html`<tr><th scope="row">${longInstant(head.generatedAt)}</th><td>${SOURCES[head.source]}</td>${numbers.map((value) => html`<td class="n">${number(value)}</td>`)}</tr>`;
  });
  const columns = ["subscriptions", "covered", "failed", "unknown", "excepted"];
  return html`<div class="wide" tabindex="0" role="region" aria-label="All results"><table><thead><tr><th scope="col">when</th><th scope="col">source</th>${columns.map((name) => html`<th scope="col" class="n">${name}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

function share({ covered: whole, subscriptions }: ResultHead["summary"]): number {
  return subscriptions === 0 ? 0 : whole / subscriptions;
}

function covered({ summary }: ResultHead): string {
  return percent(summary.covered, summary.subscriptions);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
