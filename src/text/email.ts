/*
 * Two rules for e-mail addresses. Constructs refuse only addresses that no mail system accepts, because an app may
 * already be deployed with unusual ones. The fleet also refuses addresses that are probably typing mistakes.
 */

/** Matches one address, also with letters beyond ASCII. */
export const ONE_EMAIL = /^[^\s@;,<>"()[\]\\]+@[^\s@;,<>"()[\]\\]+\.[^\s@;,<>"()[\]\\]+$/;

/** Matches one address of ASCII letters, with dots only between parts, and a domain that can be registered. */
export const USUAL_EMAIL =
  /^[A-Za-z0-9_%+'&-]+(\.[A-Za-z0-9_%+'&-]+)*@([A-Za-z0-9](-*[A-Za-z0-9])*\.)+[A-Za-z](-*[A-Za-z0-9])+$/;
