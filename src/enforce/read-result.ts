import type { EnforceResult } from "./result.ts";
import { EnforceResultSchema } from "./schema.ts";

/** Reads an earlier result; undefined when the text is not one. Unknown members are ignored. */
export function readEnforceResult(text: string): EnforceResult | undefined {
  try {
    return EnforceResultSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
