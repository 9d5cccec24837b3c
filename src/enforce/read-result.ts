import type { EnforceResult } from "./result.ts";
import { EnforceResultSchema } from "./schema.ts";

/** An earlier result; undefined when the text is not one. Members that this version does not know are passed over. */
export function readEnforceResult(text: string): EnforceResult | undefined {
  try {
    return EnforceResultSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
