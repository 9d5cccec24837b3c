/** Styles of the register of the partner's own duties. */
export const DUTIES = `
.duties table { font-size: 0.9375rem; }
.duties tbody th { font-weight: 600; min-width: 14rem; }
.duties td.fail { color: var(--fail); font-weight: 650; }
.duties td.due, .duties td.unknown { color: var(--unknown); font-weight: 650; }
.duties td.pass { color: var(--pass); }
.duties td:nth-child(2), .duties time { white-space: nowrap; }
`;
