/** Styles of the links to the panels. */
export const NAVIGATION = `
nav { position: sticky; top: 0; z-index: 5; margin: 1.25rem 0 1.75rem; background: var(--paper); border-bottom: 1px solid var(--line); }
nav ul { position: relative; display: flex; gap: 0 1.75rem; list-style: none; overflow-x: auto; }
nav a { display: block; padding: 0.6rem 0 calc(0.6rem - 2px); border-bottom: 2px solid transparent; color: var(--muted); white-space: nowrap; }
nav a:hover { color: var(--ink); text-decoration: none; }
nav a[aria-current] { color: var(--ink); font-weight: 600; border-bottom-color: var(--link); }
.badge { display: inline-block; min-width: 1.5rem; padding: 0 0.4rem; border-radius: 1rem; background: var(--raised); color: var(--ink); font-size: 0.8125rem; text-align: center; }
`;
