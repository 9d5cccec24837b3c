import { EVENT_ID, type Event } from "js-yaml";

/** How many values the aliases of a file may make of one value that is written down. */
const MAX_GROWTH = 20;
/** How much of an alias is shown. */
const MAX_NAME = 60;

/**
 * What is wrong with the aliases of a document: one that stands for a value around itself, or so many of aliases
 * that the document is vastly larger than its text. Nothing is expanded to find that out.
 */
export function aliasProblem(
  text: string,
  events: readonly Event[],
): { readonly offset: number; readonly message: string } | undefined {
  // The number of values under each anchor; `undefined` while the anchor's own value is still open.
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
        return { offset, message: `the alias *${name.slice(0, MAX_NAME)} stands inside its own anchor` };
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
