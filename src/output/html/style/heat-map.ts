/** Styles of the filters and the heat map. The script repeats the height of a line. */
export const HEAT_MAP = `
.filters { display: flex; flex-wrap: wrap; gap: 0.75rem 1rem; align-items: end; margin: 0.5rem 0 0.75rem; }
.filters label { display: grid; gap: 0.2rem; font-size: 0.8125rem; color: var(--muted); }
.filters .search { flex: 1 1 13rem; }
.filters .check { display: flex; align-items: center; gap: 0.4rem; min-height: 2.25rem; }
.filters input[type=search], .filters select, .filters button {
  height: 2.25rem; padding: 0 0.6rem; border: 1px solid var(--line); border-radius: 4px; background: var(--paper);
  color: var(--ink); font-size: 0.9375rem; max-width: 100%;
}
.filters input[type=search], .filters select { border-color: var(--muted); }
.filters ::placeholder { color: var(--muted); opacity: 1; }
#map [role=status] { margin-bottom: 0.75rem; }
.filters .chip { border-color: var(--link); color: var(--link); border-radius: 2rem; }
.heat-map {
  --label: 13rem; --number: 3.75rem; --cell: 4.1rem;
  --grid: minmax(var(--label), 1.5fr) var(--number) var(--number) repeat(var(--columns), minmax(var(--cell), 1fr));
  --least: calc(var(--label) + 2 * var(--number) + var(--columns) * var(--cell));
  position: relative; overflow: auto; max-height: min(44rem, 80vh); border-top: 1px solid var(--line);
  border-bottom: 1px solid var(--line); font-size: 0.875rem;
}
.heat-map.more-right { box-shadow: inset -0.9rem 0 0.75rem -0.75rem var(--shadow); }
.scroll-hint { text-align: right; margin-top: 0.25rem; }
.heat-map .rows { position: relative; min-width: var(--least); }
.heat-map .headings { position: sticky; top: 0; z-index: 2; min-width: var(--least); background: var(--paper); }
.heat-map .row { display: grid; grid-template-columns: var(--grid); width: 100%; }
.heat-map .rows .row { position: absolute; left: 0; height: 32px; }
.heat-map .head { border-bottom: 1px solid var(--muted); }
.head > div { display: flex; align-items: end; padding: 0.4rem 0.1rem; min-width: 0; }
.head > div:first-child { padding-left: 1.5rem; }
.head button { background: none; border: 0; padding: 0; width: 100%; font-size: 0.75rem; line-height: 1.2; color: var(--muted); text-align: center; }
.head > div:nth-child(-n+3) button { white-space: nowrap; }
.head > div:first-child button { text-align: left; }
.head > div:nth-child(2) button, .head > div:nth-child(3) button { text-align: right; }
.head button:hover { color: var(--link); }
.head [aria-sort=ascending] button, .head [aria-sort=descending] button { color: var(--ink); font-weight: 650; }
.head [aria-sort=descending] button::after { content: "\\a0\\2193"; }
.head [aria-sort=ascending] button::after { content: "\\a0\\2191"; }
.heat-map .label, .heat-map .head > div:first-child { position: sticky; left: 0; z-index: 1; background: var(--paper); }
.heat-map .label { display: flex; min-width: 0; align-items: center; gap: 0.35rem; white-space: nowrap; overflow: hidden; padding-right: 0.5rem; cursor: pointer; }
.heat-map .label bdi { overflow: hidden; text-overflow: ellipsis; }
.heat-map .label .key { color: var(--muted); font-size: 0.8125rem; overflow: hidden; text-overflow: ellipsis; flex-shrink: 4; }
.heat-map .sign { width: 1.15rem; flex: none; text-align: center; color: var(--muted); }
.heat-map .level2 { padding-left: 1.25rem; }
.heat-map .level3 { padding-left: 2.5rem; }
.heat-map .subscription .label { color: var(--muted); }
.heat-map .number { text-align: right; padding: 0 0.25rem; line-height: 32px; color: var(--muted); cursor: pointer; }
.heat-map .number:nth-child(3) { color: var(--ink); padding-right: 0.6rem; }
.head > div:nth-child(3) { padding-left: 0; padding-right: 0.6rem; }
.heat-map .row:hover .label { background: var(--raised); }
.cell { position: relative; text-align: center; line-height: 30px; height: 30px; margin: 1px; border-radius: 2px; color: var(--muted); }
.heat-map .cell { cursor: pointer; }
.heat-map .cell:hover { box-shadow: inset 0 0 0 1px var(--muted); }
.heat-map [role=gridcell]:focus-visible, .heat-map [role=rowheader]:focus-visible { outline-offset: -2px; }
.cell.pass { background: var(--raised); }
.cell.unknown { background: var(--unknown-bg); color: var(--unknown); }
.cell.excepted { background: var(--excepted-bg); color: var(--excepted); }
.cell.fail { color: var(--ink); font-weight: 600; }
.shade1 { background: var(--s1); }
.shade2 { background: var(--s2); }
.shade3 { background: var(--s3); }
.cell.shade4 { background: var(--s4); color: var(--on-dark); }
.cell.shade5 { background: var(--s5); color: var(--on-dark); }
.legend { display: flex; flex-wrap: wrap; gap: 0.4rem 1.5rem; list-style: none; margin-top: 0.75rem; font-size: 0.8125rem; color: var(--muted); }
.legend li { display: flex; align-items: center; gap: 0.5rem; }
.legend .cell { display: inline-block; min-width: 2.75rem; height: 22px; line-height: 22px; padding: 0 0.25rem; }
.legend .none { border: 1px dashed var(--line); }
@media (max-width: 40rem) {
  .heat-map { --label: 9.5rem; --number: 3.25rem; }
  .heat-map .label, .heat-map .head > div:first-child { border-right: 1px solid var(--line); }
  .heat-map .label .key { display: none; }
}
`;
