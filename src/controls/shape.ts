import { hash } from "node:crypto";
import { ANY_SUBSCRIPTION, ANY_TENANT } from "../evidence/any-ids.ts";
import type { Subscription } from "../fleet/index.ts";

/** The ids of a subscription that are replaced in a shape. */
export interface StackIds {
  readonly subscriptionId: string;
  readonly tenantId: string;
}

/** Placeholder GUIDs for the ids of a subscription in a shared judgement: no subscription or tenant has them. */
export const ANY_IDS: StackIds = { subscriptionId: ANY_SUBSCRIPTION, tenantId: ANY_TENANT };

export function idsOf({ customer, id }: Subscription): StackIds {
  return { subscriptionId: id, tenantId: customer.tenantId };
}

/** Matches a character of a GUID that is escaped in JSON: the ids it spells are not visible in the text. */
const ESCAPED = /\\u00(?:3\d|[46][1-6]|2d)/i;

/**
 * Replaces the subscription's own ids in a JSON text by {@link ANY_IDS}. Texts of one shape differ only in these ids,
 * so a result for one applies to all.
 *
 * @param ids in lower case
 * @returns undefined where the shape would not be exact: the text contains its ids in another case or in escapes, or it
 * already contains a placeholder
 */
export function shapeOf(text: string, ids: Partial<StackIds>): string | undefined {
  if (text.includes(ANY_SUBSCRIPTION) || text.includes(ANY_TENANT)) return undefined;
  // A fast test first: most texts contain no escape.
  if (text.includes("\\u00") && ESCAPED.test(text)) return undefined;
  const { subscriptionId = ANY_SUBSCRIPTION, tenantId = ANY_TENANT } = ids;
  const shape = text.replaceAll(subscriptionId, ANY_SUBSCRIPTION).replaceAll(tenantId, ANY_TENANT);
  const lower = shape.toLowerCase();
  const isLeft = [ids.subscriptionId, ids.tenantId].some((id) => id !== undefined && lower.includes(id));
  return isLeft ? undefined : shape;
}

/** Replaces the placeholders of a shape by these ids. */
export function textOf(
  shape: string,
  { subscriptionId = ANY_SUBSCRIPTION, tenantId = ANY_TENANT }: Partial<StackIds>,
): string {
  return shape.replaceAll(ANY_TENANT, tenantId).replaceAll(ANY_SUBSCRIPTION, subscriptionId);
}

/** Short names for a text. */
export interface TextNames {
  /** Equal only for the same text with the same ids. */
  readonly text: string;
  /** Equal only for texts of one shape; undefined where {@link shapeOf} returns undefined. */
  readonly shape: string | undefined;
}

export function namesOf(text: string, ids: StackIds): TextNames {
  const shape = shapeOf(text, ids);
  const name = digest(shape ?? text);
  // The prefix distinguishes a text without a shape from a text that looks like a shape.
  return shape === undefined ? { text: `=${name}`, shape } : { text: name, shape: name };
}

/** Returns the SHA-256 hash, in base64url. */
export function digest(text: string | Uint8Array): string {
  return hash("sha256", text, "base64url");
}
