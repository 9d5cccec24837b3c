import type { Cursor } from "../evidence/index.ts";

/** Returns an ARM id in comparable form: ARM varies the case, and users append a slash. */
export function comparableId(id: string): string {
  return id.trim().replace(/\/+$/, "").toLowerCase();
}

/** Returns the comparable id of a subscription. */
export function subscriptionScope(subscriptionId: string): string {
  return `/subscriptions/${subscriptionId.toLowerCase()}`;
}

/** Reports whether an id is a resource of this type directly at the subscription, not in a resource group. */
export function isAtSubscription(id: string, subscriptionId: string, type: string): boolean {
  return comparableId(id).startsWith(`${subscriptionScope(subscriptionId)}/providers/${type.toLowerCase()}/`);
}

/** Reports whether an `enabled` of ARM is on, which is its default. */
export function switchedOn(enabled: Cursor): boolean {
  return enabled.flag() !== false && enabled.text()?.toLowerCase() !== "false";
}

/** Compares a value of ARM with a text, without case. */
export function textEquals(value: Cursor, word: string): boolean {
  return value.text()?.toLowerCase() === word.toLowerCase();
}
