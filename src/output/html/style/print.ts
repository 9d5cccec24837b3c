/** Styles for print: no form controls, no scrolling, light colors, no page breaks within a line. */
export const PRINT = `
@page { size: A4 landscape; margin: 12mm; }
.printed { display: none; }
@media print {
  :root {
    --paper: #ffffff; --raised: #f6f7f8; --ink: #1b1f24; --muted: #59626c; --line: #dfe2e6; --link: #1b1f24;
    --fail: #b3261e; --unknown: #7d5700; --excepted: #4a5a88; --pass: #2c6e49; --rest: #e9b8b2;
    --s1: #fdeae7; --s2: #f9cfc8; --s3: #f0a498; --s4: #cf4f42; --s5: #a4211a; --unknown-bg: #fbeec9; --excepted-bg: #e6eaf4;
  }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  :root { font-size: 11.5px; }
  body { padding: 0; max-width: none; }
  .printed { display: block; }
  nav, .filters, .skip, dialog, button.more, .trend details, .scroll-hint { display: none; }
  .panel[hidden] { display: block !important; }
  .columns { grid-template-columns: 1fr 1fr; gap: 1.5rem 2.5rem; margin-top: 1.5rem; }
  .panel + .panel { margin-top: 1.75rem; }
  .wide { overflow: visible; }
  .heat-map { overflow: visible; max-height: none; font-size: 0.875rem; --grid: minmax(0, 3fr) 3rem 3rem repeat(var(--columns), minmax(0, 1fr)); }
  .heat-map .rows, .heat-map .headings { min-width: 0; }
  .heat-map .headings, .heat-map .label { position: static; }
  .heat-map .rows { height: auto; }
  .heat-map .rows .row { position: static; break-inside: avoid; height: 22px; }
  .cell { height: 20px; line-height: 20px; }
  .heat-map .number { line-height: 22px; }
  .head button { font-size: 0.75rem; }
  h2, .tags { break-after: avoid; }
  .findings > li, tr, .limits dd { break-inside: avoid; }
  .findings > li { padding: 0.5rem 0; }
}
`;
