type Attributes = Readonly<Record<string, string | number | boolean>>;

/**
 * Creates an element with attributes and children. Strings become text, never HTML, because names and messages are not
 * trusted. An attribute that is `false` is left out. Attribute names are constants of this script, and none of them is
 * an event handler.
 */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children);
  return made;
}

/**
 * Creates an element for text from a fleet, a file or Azure. It isolates the direction of writing, so the text cannot
 * reorder its surroundings.
 */
export function outside(text: string): HTMLElement {
  return element("bdi", {}, text);
}

/** Creates a link to a part of this page. */
export function link(fragment: string, ...children: readonly (Node | string)[]): HTMLAnchorElement {
  return element("a", { href: fragment }, ...children);
}

/** Returns the page's element with this id. */
export function part(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no element #${id}`);
  return found;
}

/** `12,345` */
export function thousands(value: number): string {
  return value.toLocaleString("en-US");
}

/** `1 subscription`, `12 subscriptions`. */
export function counted(value: number, noun: string, plural = `${noun}s`): string {
  return `${thousands(value)} ${value === 1 ? noun : plural}`;
}

/** Calls the function once the user pauses. */
export function afterPause(action: () => void, milliseconds = 100): () => void {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = window.setTimeout(action, milliseconds);
  };
}
