/*
 * Two rules, because two readers ask. A construct refuses only what no mail system takes: an app of other people may have
 * addresses that the fleet's rule does not know, and may be deployed with them. The fleet refuses what is more often a
 * typing mistake than a mailbox.
 */

/** One address and nothing else; also of letters beyond ASCII. */
export const ONE_EMAIL = /^[^\s@;,<>"()[\]\\]+@[^\s@;,<>"()[\]\\]+\.[^\s@;,<>"()[\]\\]+$/;

/** The same of ASCII letters, with dots only between parts, and a domain that can be registered. */
export const USUAL_EMAIL =
  /^[A-Za-z0-9_%+'&-]+(\.[A-Za-z0-9_%+'&-]+)*@([A-Za-z0-9](-*[A-Za-z0-9])*\.)+[A-Za-z](-*[A-Za-z0-9])+$/;
