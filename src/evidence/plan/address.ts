/** A part of an address or reference: a name, or an instance's key in brackets. */
export type Step = { readonly name: string } | { readonly key: string | number };

/** Longer addresses are not Terraform's; bounds hostile input. */
const MAX_LENGTH = 4096;

/**
 * Parses `module.a["b.c"].azurerm_monitor_action_group.ops[0].id`. Undefined when it is not an address.
 */
export function parseAddress(address: string): Step[] | undefined {
  if (address === "" || address.length > MAX_LENGTH) return undefined;
  const steps: Step[] = [];
  let at = 0;
  while (at < address.length) {
    if (address[at] === "[") {
      const end = endOfKey(address, at + 1);
      const key = end === undefined ? undefined : readKey(address.slice(at + 1, end));
      if (end === undefined || key === undefined) return undefined;
      steps.push({ key });
      at = end + 1;
    } else {
      if (at > 0) {
        if (address[at] !== ".") return undefined;
        at += 1;
      }
      const end = endOfName(address, at);
      if (end === at) return undefined;
      steps.push({ name: address.slice(at, end) });
      at = end;
    }
  }
  return steps;
}

function endOfName(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== "." && text[at] !== "[") at += 1;
  return at;
}

/** Returns the index of the bracket that closes a key, ignoring brackets in quotes. */
function endOfKey(text: string, from: number): number | undefined {
  let quoted = false;
  for (let at = from; at < text.length; at += 1) {
    if (quoted && text[at] === "\\") at += 1;
    else if (text[at] === '"') quoted = !quoted;
    else if (!quoted && text[at] === "]") return at;
  }
  return undefined;
}

function readKey(text: string): string | number | undefined {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  if (!text.startsWith('"')) return undefined;
  try {
    const key: unknown = JSON.parse(text);
    return typeof key === "string" ? key : undefined;
  } catch {
    return undefined;
  }
}

/** Formats an instance's key as in an address. */
export function keySuffix(key: string | number | undefined): string {
  if (key === undefined) return "";
  return typeof key === "number" ? `[${key}]` : `[${JSON.stringify(key)}]`;
}

/** Joins `module.a` and `ops` to `module.a.ops`; the root's address is empty. */
export function within(module: string, rest: string): string {
  return module === "" ? rest : `${module}.${rest}`;
}
