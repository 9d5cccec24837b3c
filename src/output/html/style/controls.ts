/** Styles of the table of controls. */
export const CONTROLS = `
.controls td.zero { color: var(--muted); }
.controls td, .controls th { padding-top: 0.35rem; padding-bottom: 0.35rem; }
.controls tbody th { white-space: nowrap; }
.controls .share { padding-right: 0; width: 26%; white-space: nowrap; }
.with-bar { display: grid; grid-template-columns: minmax(2rem, 1fr) 3.25rem; gap: 0.75rem; align-items: center; text-align: right; }
.with-bar .bar { display: flex; height: 6px; background: var(--line); border-radius: 1px; overflow: hidden; }
.with-bar i:first-child { width: var(--failed); background: var(--fail); }
.with-bar i:last-child { width: var(--unknown); background: var(--unknown); }
@media (max-width: 40rem) {
  .controls th, .controls td { padding-right: 0.6rem; }
  .controls tbody th { white-space: normal; }
  .controls .share, .controls th:nth-child(2), .controls td:nth-child(2) { display: none; }
}
`;
