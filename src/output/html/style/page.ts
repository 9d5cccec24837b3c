/** Colors for light and dark mode, type and common styles. The contrast of text is at least 4.5. */
export const PAGE = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --raised: #f6f7f8; --ink: #1b1f24; --muted: #59626c; --line: #dfe2e6; --link: #0b57a8;
  --fail: #b3261e; --unknown: #7d5700; --excepted: #4a5a88; --pass: #2c6e49; --rest: #e9b8b2; --shadow: rgb(0 0 0 / 0.3);
  --s1: #fdeae7; --s2: #f9cfc8; --s3: #f0a498; --s4: #cf4f42; --s5: #a4211a; --on-dark: #ffffff;
  --unknown-bg: #fbeec9; --excepted-bg: #e6eaf4;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #15181c; --raised: #1d2126; --ink: #e6e8eb; --muted: #a2abb5; --line: #323840; --link: #8ab8f0;
    --fail: #f28b82; --unknown: #e3b64f; --excepted: #a9b8e2; --pass: #86c9a0; --rest: #7a3a34; --shadow: rgb(0 0 0 / 0.9);
    --s1: #32211f; --s2: #4a2825; --s3: #6d302b; --s4: #973a33; --s5: #b8453c; --on-dark: #ffffff;
    --unknown-bg: #3b311a; --excepted-bg: #262d3f;
  }
}
* { box-sizing: border-box; }
html { background: var(--paper); color: var(--ink); }
body {
  margin: 0 auto; padding: 1.75rem clamp(1rem, 3vw, 2.5rem) 4rem; max-width: 84rem;
  font: 400 0.9375rem/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: break-word;
}
h1, h2, p, ol, ul, dl, dd { margin: 0; padding: 0; }
h1 { font-size: 1.75rem; font-weight: 650; line-height: 1.2; letter-spacing: -0.01em; }
h2 { font-size: 1.125rem; font-weight: 650; line-height: 1.3; margin-bottom: 0.5rem; }
.panel > h2 { font-size: 1.3rem; }
h3 { font-size: 1.125rem; font-weight: 650; margin: 1.75rem 0 0; }
[hidden] { display: none !important; }
#partner { font-weight: 600; color: var(--muted); margin-bottom: 0.15rem; }
.meta { color: var(--muted); margin-top: 0.35rem; }
.note { color: var(--muted); font-size: 0.875rem; }
.warning { border-left: 3px solid var(--fail); padding: 0.25rem 0 0.25rem 0.75rem; margin-top: 1rem; }
bdi { overflow-wrap: anywhere; }
td bdi { overflow-wrap: break-word; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; font-weight: 400; padding: 0.4rem 1rem 0.4rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
thead th { color: var(--muted); font-size: 0.8125rem; white-space: nowrap; vertical-align: bottom; }
.n { text-align: right; }
.wide { overflow-x: auto; }
button, input, select { font: inherit; color: inherit; }
button { cursor: pointer; }
button.link { background: none; border: 0; padding: 0; color: var(--link); text-align: left; }
a { color: var(--link); text-decoration: none; }
main:focus { outline: none; }
p a, a:hover, button.link:hover { text-decoration: underline; }
summary { cursor: pointer; color: var(--link); }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { color: var(--link); position: absolute; left: -100vw; background: var(--paper); padding: 0.5rem 1rem; }
.skip:focus { left: 1rem; top: 0.5rem; z-index: 10; }
.severity { font-size: 0.8125rem; color: var(--muted); }
.severity.critical { color: var(--fail); font-weight: 650; }
.severity.high { color: var(--ink); font-weight: 600; }
`;
