/** Styles of the overview, the exceptions and the limits. */
export const OVERVIEW = `
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 2rem 4rem; }
.columns + .columns { margin-top: 2.25rem; }
.headline { max-width: 40rem; }
.headline h2 { font-size: 1.125rem; font-weight: 400; margin: 0; }
.big { display: block; font-size: 4rem; font-weight: 650; line-height: 1; letter-spacing: -0.03em; }
.headline .bar { display: block; margin: 1rem 0; }
.bar .rest { fill: var(--rest); }
.bar .done { fill: var(--pass); }
.lead { font-size: 1.0625rem; }
.counts { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; list-style: none; margin-top: 0.5rem; color: var(--muted); }
.counts a { color: inherit; }
.counts b { font-weight: 650; color: var(--ink); }
.counts .fail b { color: var(--fail); }
.counts .unknown b { color: var(--unknown); }
.moved { margin-top: 0.5rem; color: var(--muted); }
.moved b { color: var(--ink); font-weight: 650; }
.trend svg { width: 100%; max-width: 36rem; height: auto; display: block; margin-bottom: 0.5rem; }
.trend text { font-size: 11px; fill: var(--muted); }
.trend .now { font-size: 14px; font-weight: 650; fill: var(--ink); }
.trend .grid line { stroke: var(--line); }
.trend .tick { stroke: var(--muted); }
.trend polyline { fill: none; stroke: var(--pass); stroke-width: 2; stroke-linejoin: round; }
.trend circle { fill: var(--pass); }
.trend details { font-size: 0.875rem; }
.ranked ol { list-style: none; }
.ranked li { display: grid; grid-template-columns: 1fr auto; gap: 0 1rem; align-items: baseline; padding: 0.45rem 0; border-top: 1px solid var(--line); }
.ranked li > :first-child { font-weight: 600; min-width: 0; }
.ranked .amount { color: var(--muted); font-size: 0.875rem; white-space: nowrap; }
.ranked .what { grid-column: 1 / -1; color: var(--muted); font-size: 0.875rem; display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; }
.ranked > .note { margin-top: 0.5rem; }
#exceptions .day span { display: block; white-space: nowrap; }
#exceptions .ended .day .note, #exceptions .ended .day { color: var(--fail); }
#exceptions .soon .day .note { color: var(--unknown); }
#exceptions .reason { min-width: 14rem; }
#exceptions .more { margin-top: 0.75rem; }
.at { font-family: ui-monospace, Consolas, monospace; font-size: 0.8125rem; }
.limits dl { display: grid; grid-template-columns: 12rem 1fr; gap: 0 2rem; margin-top: 0.75rem; }
.limits dt { font-weight: 600; grid-column: 1; padding-top: 0.6rem; }
.limits dd { grid-column: 2; padding: 0.6rem 0; border-bottom: 1px solid var(--line); max-width: 60rem; }
.limits .rules { font-weight: 600; }
@media (max-width: 40rem) {
  body { padding-top: 1.5rem; }
  .big { font-size: 3rem; }
  .limits dl { display: block; }
  .trend svg { overflow: visible; }
  .trend text { font-size: 16px; }
  .trend .now { font-size: 18px; }
}
`;
