import { crc32 } from "node:zlib";
import { Token } from "#engine";

/**
 * Sorts texts as azurerm sends a set: by their CRC-32, with the checksums compared as decimal text. azapi compares
 * lists in order, so only in this order does azapi plan no change for a resource that azurerm deployed.
 *
 * Source: hashicorp/terraform-plugin-sdk v2, `helper/schema/set.go` and `helper/hashcode`.
 *
 * @returns the texts unchanged if one of them is a token
 */
export function inSetOrder<Item>(items: readonly Item[], textOf: (item: Item) => string): readonly Item[] {
  if (items.some((item) => Token.isUnresolved(textOf(item)) || textOf(item).includes("${"))) return items;
  const keyed = items.map((item) => ({ item, key: String(crc32(textOf(item))) }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key))).map(({ item }) => item);
}
