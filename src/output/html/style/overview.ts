/** Styles of the top of the page, the exceptions and the limits. */
export const OVERVIEW = `
.glance { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 2.5rem 4rem; }
.glance:empty { display: none; }
.headline { max-width: 40rem; }
.headline h2 { font-size: 1.125rem; font-weight: 400; margin: 0; }
.big { display: block; font-size: 4rem; font-weight: 650; line-height: 1; letter-spacing: -0.03em; }
.headline .bar { display: block; margin: 1rem 0; }
.bar .rest { fill: var(--rest); }
.bar .done { fill: var(--pass); }
.lead { font-size: 1.0625rem; }
.counts { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; list-style: none; margin-top: 0.5rem; color: var(--muted); }
.counts b { font-weight: 650; color: var(--ink); }
.counts .fail b { color: var(--fail); }
.counts .unknown b { color: var(--unknown); }
.moved { margin-top: 0.5rem; color: var(--muted); }
.moved b { color: var(--ink); font-weight: 650; }
.trend svg { width: 100%; max-width: 36rem; height: auto; display: block; margin-bottom: 0.5rem; }
.trend text { font-size: 11px; fill: var(--muted); }
.trend .now { font-size: 14px; font-weight: 650; fill: var(--ink); }
.trend .grid line { stroke: var(--line); }
.trend polyline { fill: none; stroke: var(--pass); stroke-width: 2; stroke-linejoin: round; }
.trend circle { fill: var(--pass); }
.trend details { font-size: 0.875rem; }
.worst ol { list-style: none; counter-reset: rank; }
.worst li { counter-increment: rank; display: grid; grid-template-columns: 1.75rem 1fr; padding: 0.5rem 0; border-bottom: 1px solid var(--line); }
.worst li::before { content: counter(rank); color: var(--muted); }
.worst li > div { display: grid; grid-template-columns: 1fr auto; gap: 0 1rem; align-items: baseline; }
.worst button { font-weight: 600; grid-column: 1; }
.worst .what { color: var(--muted); font-size: 0.875rem; grid-column: 1; }
.worst .note { grid-column: 2; grid-row: 1; }
.worst li:nth-child(-n+3) button { font-size: 1.125rem; font-weight: 650; }
.worst > .note { margin-top: 0.5rem; }
.controls td.zero { color: var(--muted); }
.controls td, .controls th { padding-top: 0.3rem; padding-bottom: 0.3rem; }
.controls tbody th { white-space: nowrap; }
.with-bar { display: grid; grid-template-columns: minmax(3.5rem, 1fr) 3.25rem; gap: 0.75rem; align-items: center; text-align: right; }
.with-bar .bar { display: flex; height: 6px; background: var(--line); border-radius: 1px; overflow: hidden; }
.with-bar i:first-child { width: var(--failed); background: var(--fail); }
.with-bar i:last-child { width: var(--unknown); background: var(--unknown); }
.controls .share { padding-right: 0; width: 30%; white-space: nowrap; }
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
  .worst li > div { display: block; }
  .worst li .what, .worst li .note { display: block; }
}
`;
