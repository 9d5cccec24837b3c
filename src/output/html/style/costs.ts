/** Styles of costs and budgets: on a phone, the name and the result come before the chart. */
export const COSTS = `
.costs table { font-size: 0.9375rem; }
.costs tbody th { font-weight: 600; min-width: 9rem; overflow-wrap: break-word; }
.costs td:nth-child(2) { min-width: 11.5rem; }
.costs td.fail { color: var(--fail); font-weight: 650; }
.costs td.unknown { color: var(--unknown); font-weight: 650; }
.costs td.pass { color: var(--pass); }
.costs td .note { font-weight: 400; }
.costs td.n { white-space: nowrap; }
`;
