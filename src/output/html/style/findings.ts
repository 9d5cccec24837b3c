/** Styles of the lists of findings and of the side sheet. */
export const FINDINGS = `
.findings { list-style: none; }
.findings > li { border-top: 1px solid var(--line); padding: 0.9rem 0; }
#findings-list .findings, #customer .findings { margin-top: 0.75rem; border-bottom: 1px solid var(--line); }
.tags { display: flex; flex-wrap: wrap; gap: 0 0.75rem; align-items: baseline; font-size: 0.8125rem; }
.tags .control { color: var(--muted); }
.tags .status { font-weight: 650; }
.finding.fail .status { color: var(--fail); }
.finding.unknown .status { color: var(--unknown); }
.finding.excepted .status { color: var(--excepted); }
.finding.pass .status { color: var(--pass); }
.message { font-size: 1rem; font-weight: 600; max-width: 60rem; }
.finding.pass .message { font-weight: 400; }
.line { font-size: 0.9375rem; max-width: 60rem; }
.line b { font-weight: 400; color: var(--muted); }
.line.code { font-size: 0.875rem; color: var(--muted); }
.line.code bdi { font-family: ui-monospace, Consolas, monospace; font-size: 0.8125rem; }
.finding details { margin-top: 0.25rem; font-size: 0.875rem; }
.places { list-style: none; margin: 0.25rem 0 0.25rem 1rem; }
.places li { display: grid; grid-template-columns: minmax(10rem, 1.2fr) 19rem minmax(12rem, 1fr); gap: 0 1rem; padding: 0.2rem 0; }
.places .id { color: var(--muted); font-family: ui-monospace, Consolas, monospace; font-size: 0.8125rem; }
.places .holder, .findings .holder { display: block; }
.csv { margin-top: 0.5rem; }
button.more { border: 1px solid var(--line); border-radius: 4px; background: var(--paper); padding: 0.3rem 0.75rem; color: var(--link); }
dialog {
  position: fixed; inset: 0 0 0 auto; margin: 0; width: min(36rem, 100vw); height: 100dvh; max-width: none; max-height: none;
  padding: 0; border: 0; border-left: 1px solid var(--line); background: var(--paper); color: var(--ink);
}
dialog[open] { display: flex; flex-direction: column; }
dialog::backdrop { background: rgb(0 0 0 / 0.35); }
dialog .top { display: flex; justify-content: space-between; gap: 1rem; padding: 1.25rem 1.5rem 0.75rem; border-bottom: 1px solid var(--line); }
dialog h2 { font-size: 1.3rem; margin: 0; }
dialog .top h2::first-letter { text-transform: uppercase; }
dialog .close { flex: none; width: 2.25rem; height: 2.25rem; font-size: 1.5rem; line-height: 1; border: 0; background: none; color: var(--muted); }
dialog .body { flex: 1; overflow: auto; padding: 0 1.5rem 2rem; }
dialog .places li { grid-template-columns: 1fr; }
dialog .findings > li:first-child { border-top: 0; }
.about { padding: 0.9rem 0; border-bottom: 1px solid var(--line); }
.about .title { font-weight: 600; }
.about details { font-size: 0.875rem; margin-top: 0.25rem; }
.about ul { padding-left: 1.25rem; }
@media (max-width: 60rem) { .places li { grid-template-columns: 1fr; } }
`;
