/** The style sheet of a customer's copy. It names no resource. */
export const STYLE = `
:root { color-scheme: light dark; --paper: #fff; --ink: #1b1f24; --muted: #59626c; --line: #dfe2e6; --fail: #b3261e; --unknown: #7d5700; --pass: #2c6e49; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #15181c; --ink: #e6e8eb; --muted: #a2abb5; --line: #323840; --fail: #f28b82; --unknown: #e3b64f; --pass: #86c9a0; }
}
html { background: var(--paper); color: var(--ink); }
body { margin: 0 auto; max-width: 52rem; padding: 2rem clamp(1rem, 4vw, 2.5rem) 4rem; font: 400 1rem/1.5 system-ui, "Segoe UI", Roboto, Arial, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0; }
h2 { font-size: 1.2rem; margin: 2.25rem 0 0.5rem; }
p { margin: 0.25rem 0; }
ul { margin: 0; padding-left: 1.2rem; }
.partner { font-weight: 600; color: var(--muted); }
.lead { font-size: 1.2rem; margin-top: 1.25rem; font-weight: 600; }
.note { color: var(--muted); font-size: 0.875rem; font-weight: 400; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 0.5rem 1rem 0.5rem 0; border-bottom: 1px solid var(--line); }
thead th { color: var(--muted); font-size: 0.875rem; font-weight: 400; }
tbody th { font-weight: 600; }
.fail { color: var(--fail); }
.unknown { color: var(--unknown); }
.pass { color: var(--pass); }
@media print { body { max-width: none; padding: 0; } tr { break-inside: avoid; } }
`;
