import { z } from "zod";

/**
 * Returns the keys of the map at a path, in the order of the format's documentation; none where users choose the keys
 * (tags, plans of Defender), whose order is kept.
 *
 * @param path of keys; a list's items have any number
 */
export function keyOrder(schema: z.core.$ZodType, path: readonly (string | number)[]): readonly string[] {
  if (schema instanceof z.ZodExactOptional || schema instanceof z.ZodOptional)
    return keyOrder(schema.unwrap(), path);
  if (schema instanceof z.ZodUnion)
    return [...new Set(schema.options.flatMap((option) => keyOrder(option, path)))];
  const [part, ...rest] = path;
  if (schema instanceof z.ZodObject) {
    if (part === undefined) return Object.keys(schema.shape);
    const member: z.core.$ZodType | undefined = Object.hasOwn(schema.shape, part)
      ? schema.shape[part]
      : undefined;
    return member === undefined ? [] : keyOrder(member, rest);
  }
  if (schema instanceof z.ZodRecord) return part === undefined ? [] : keyOrder(schema.valueType, rest);
  return schema instanceof z.ZodArray && part !== undefined ? keyOrder(schema.element, rest) : [];
}

/** Sorts items by their keys; unknown keys keep their order, at the end. */
export function inOrder<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  order: readonly string[],
): Item[] {
  const place = (item: Item) => {
    const index = order.indexOf(keyOf(item));
    return index < 0 ? order.length : index;
  };
  return [...items].sort((a, b) => place(a) - place(b));
}
