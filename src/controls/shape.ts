import { hash } from "node:crypto";
import type { Subscription } from "../fleet/index.ts";

/** What makes a stack's text its own: the ids that it was written for. */
export interface StackIds {
  readonly subscriptionId: string;
  readonly tenantId: string;
}

export function idsOf({ customer, id }: Subscription): StackIds {
  return { subscriptionId: id, tenantId: customer.tenantId };
}

// Control characters stand in no JSON text, so nothing else can look like these.
const SUBSCRIPTION = "\u0001";
const TENANT = "\u0002";

/**
 * The text with the stack's own ids taken out. Stacks of one shape differ in nothing but these ids: what holds
 * for one holds for all.
 */
export function shapeOf(text: string, { subscriptionId, tenantId }: StackIds): string {
  return text.replaceAll(subscriptionId, SUBSCRIPTION).replaceAll(tenantId, TENANT);
}

/** A shape's text, written for these ids. */
export function textOf(shape: string, { subscriptionId, tenantId }: StackIds): string {
  return shape.replaceAll(TENANT, tenantId).replaceAll(SUBSCRIPTION, subscriptionId);
}

/** A short name for the shape of a text: equal for stacks of one shape, and for no others. */
export function shapeDigest(text: string, ids: StackIds): string {
  return digest(shapeOf(text, ids));
}

/** SHA-256, in base64url. */
export function digest(text: string | Uint8Array): string {
  return hash("sha256", text, "base64url");
}
