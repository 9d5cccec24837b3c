import { EVENT_ID, type Event } from "js-yaml";

/** The maximum growth of a file by its aliases, in values. */
const MAX_GROWTH = 20;
/** The shown length of an alias. */
const MAX_NAME = 60;

/**
 * Returns the fault of a document's aliases: an alias inside its own anchor, or growth far beyond the size of the text.
 * Nothing is expanded for the check.
 */
export function aliasProblem(
  text: string,
  events: readonly Event[],
): { readonly offset: number; readonly message: string } | undefined {
  // The number of values under each anchor; `undefined` while the anchor's value is open.
  const sizes = new Map<string, number | undefined>();
  const open: { size: number; anchor: string | undefined }[] = [];
  let total = 0;

  const anchorOf = (event: { anchorStart: number; anchorEnd: number }) =>
    event.anchorStart === -1 ? undefined : text.slice(event.anchorStart, event.anchorEnd);
  const count = (size: number): void => {
    total += size;
    const parent = open.at(-1);
    if (parent !== undefined) parent.size += size;
  };

  for (const event of events) {
    if (event.type === EVENT_ID.ALIAS) {
      const name = text.slice(event.anchorStart, event.anchorEnd);
      const size = sizes.get(name);
      const offset = event.anchorStart - 1;
      if (size === undefined && sizes.has(name))
        return { offset, message: `the alias *${name.slice(0, MAX_NAME)} is inside its own anchor` };
      count(size ?? 1);
      if (total > MAX_GROWTH * events.length) {
        return {
          offset,
          message: `the aliases make the file more than ${MAX_GROWTH} times as large as it is`,
        };
      }
    } else if (event.type === EVENT_ID.SCALAR) {
      const anchor = anchorOf(event);
      if (anchor !== undefined) sizes.set(anchor, 1);
      count(1);
    } else if (event.type === EVENT_ID.SEQUENCE || event.type === EVENT_ID.MAPPING) {
      const anchor = anchorOf(event);
      if (anchor !== undefined) sizes.set(anchor, undefined);
      total += 1;
      open.push({ size: 1, anchor });
    } else if (event.type === EVENT_ID.POP) {
      const closed = open.pop();
      const parent = open.at(-1);
      if (closed?.anchor !== undefined) sizes.set(closed.anchor, closed.size);
      if (closed !== undefined && parent !== undefined) parent.size += closed.size;
    }
  }
  return undefined;
}
