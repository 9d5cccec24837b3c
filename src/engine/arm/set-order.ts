import { crc32 } from "node:zlib";
import { Token } from "#engine";

/**
 * Texts in the order in which azurerm sends a set: by their CRC-32, the checksums compared as decimal text. azapi compares
 * lists with their order, so a resource that azurerm deployed is unchanged for azapi only in this order.
 *
 * Source: hashicorp/terraform-plugin-sdk v2, `helper/schema/set.go` and `helper/hashcode`.
 *
 * @returns the texts as they are where one of them is known to Terraform alone
 */
export function inSetOrder<Item>(items: readonly Item[], textOf: (item: Item) => string): readonly Item[] {
  if (items.some((item) => Token.isUnresolved(textOf(item)) || textOf(item).includes("${"))) return items;
  const keyed = items.map((item) => ({ item, key: String(crc32(textOf(item))) }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key))).map(({ item }) => item);
}
