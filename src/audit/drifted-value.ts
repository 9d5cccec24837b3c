import { Unknown, type Value } from "../evidence/index.ts";
import { maskMessage } from "../text/mask-message.ts";
import { cut, oneLine } from "../text/visible.ts";

/** The maximum length of a shown value. */
const LONGEST = 120;
/** Names of values that may be secret addresses or keys. */
const NEVER_SHOWN = /webhook|uri$|url$|secret|key|token/i;

/** Formats a drifted value, shortened and without secrets; undefined where none is shown. */
export function driftedValue(path: string, value: Value | undefined): string | undefined {
  if (value === undefined || value === null || value instanceof Unknown || NEVER_SHOWN.test(path))
    return undefined;
  const text = typeof value === "string" ? value : JSON.stringify(value, withoutSecrets);
  return cut(oneLine(maskMessage(text)), LONGEST);
}

function withoutSecrets(name: string, value: unknown): unknown {
  return value instanceof Unknown || NEVER_SHOWN.test(name) ? undefined : value;
}
