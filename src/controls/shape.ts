import { hash } from "node:crypto";
import { ANY_SUBSCRIPTION, ANY_TENANT } from "../evidence/any-ids.ts";
import type { Subscription } from "../fleet/index.ts";

/** The ids that make a text one subscription's own. */
export interface StackIds {
  readonly subscriptionId: string;
  readonly tenantId: string;
}

/** Stand for the ids of a subscription in what is judged once for many: GUIDs that no subscription and no tenant has. */
export const ANY_IDS: StackIds = { subscriptionId: ANY_SUBSCRIPTION, tenantId: ANY_TENANT };

export function idsOf({ customer, id }: Subscription): StackIds {
  return { subscriptionId: id, tenantId: customer.tenantId };
}

/** A character of a GUID that JSON writes as an escape: what it spells is not seen in the text. */
const ESCAPED = /\\u00(?:3\d|[46][1-6]|2d)/i;

/**
 * A JSON text with the subscription's own ids replaced by {@link ANY_IDS}. Texts of one shape differ in nothing but these
 * ids: what holds for one holds for all.
 *
 * @param ids in lower case
 * @returns undefined where the shape would not be exact: the text has its own ids in another case or in escapes, or it has
 *   one of the placeholders already
 */
export function shapeOf(text: string, ids: Partial<StackIds>): string | undefined {
  if (text.includes(ANY_SUBSCRIPTION) || text.includes(ANY_TENANT)) return undefined;
  // Most texts have no escape at all, which is seen far sooner.
  if (text.includes("\\u00") && ESCAPED.test(text)) return undefined;
  const { subscriptionId = ANY_SUBSCRIPTION, tenantId = ANY_TENANT } = ids;
  const shape = text.replaceAll(subscriptionId, ANY_SUBSCRIPTION).replaceAll(tenantId, ANY_TENANT);
  const lower = shape.toLowerCase();
  const isLeft = [ids.subscriptionId, ids.tenantId].some((id) => id !== undefined && lower.includes(id));
  return isLeft ? undefined : shape;
}

/** A shape's text, written for these ids. */
export function textOf(
  shape: string,
  { subscriptionId = ANY_SUBSCRIPTION, tenantId = ANY_TENANT }: Partial<StackIds>,
): string {
  return shape.replaceAll(ANY_TENANT, tenantId).replaceAll(ANY_SUBSCRIPTION, subscriptionId);
}

/** Short names for a text. */
export interface TextNames {
  /** Equal for the same text with the same ids, and for no other. */
  readonly text: string;
  /** Equal for texts of one shape, and for no others; undefined where {@link shapeOf} is. */
  readonly shape: string | undefined;
}

export function namesOf(text: string, ids: StackIds): TextNames {
  const shape = shapeOf(text, ids);
  const name = digest(shape ?? text);
  // The prefix tells a text without a shape from one that reads like a shape.
  return shape === undefined ? { text: `=${name}`, shape } : { text: name, shape: name };
}

/** SHA-256, in base64url. */
export function digest(text: string | Uint8Array): string {
  return hash("sha256", text, "base64url");
}
