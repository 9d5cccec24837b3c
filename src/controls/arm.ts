import type { Cursor } from "../evidence/index.ts";

/** An ARM id in a form that compares: ARM answers in any casing, and people add a slash. */
export function comparableId(id: string): string {
  return id.trim().replace(/\/+$/, "").toLowerCase();
}

/** The id of a subscription, comparable. */
export function subscriptionScope(subscriptionId: string): string {
  return `/subscriptions/${subscriptionId.toLowerCase()}`;
}

/** Whether an id is a resource of this type directly at the subscription, not in a resource group of it. */
export function isAtSubscription(id: string, subscriptionId: string, type: string): boolean {
  return comparableId(id).startsWith(`${subscriptionScope(subscriptionId)}/providers/${type.toLowerCase()}/`);
}

/** An `enabled` of ARM, which is on unless it says otherwise. */
export function switchedOn(enabled: Cursor): boolean {
  return enabled.flag() !== false && enabled.text()?.toLowerCase() !== "false";
}

/** Equality of a value of ARM with a word, without case. */
export function says(value: Cursor, word: string): boolean {
  return value.text()?.toLowerCase() === word.toLowerCase();
}
