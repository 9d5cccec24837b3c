import { z } from "zod";

/*
 * Reads Microsoft's answers leniently: missing, null or mistyped members are left out, and unknown enumeration values
 * are kept as text.
 */

export const text = z.string().optional().catch(undefined);
export const number = z.number().optional().catch(undefined);
/** An instant in ISO 8601. */
export const instant = z
  .string()
  .refine((value) => Number.isFinite(Date.parse(value)))
  .optional()
  .catch(undefined);
/** Microsoft's own examples have `isTest` as the text "false". */
export const flag = z
  .unknown()
  .optional()
  .transform((value) => value === true || (typeof value === "string" && /^true$/i.test(value)));

/** A list without unreadable items. */
export function listOf<Item>(item: z.ZodType<Item>) {
  return z
    .array(z.unknown())
    .catch([])
    .transform((found) =>
      found.flatMap((one): Item[] => {
        const read = item.safeParse(one);
        return read.success ? [read.data] : [];
      }),
    );
}
