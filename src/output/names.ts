import type { Finding } from "../findings/index.ts";
import type { Subscription } from "../fleet/index.ts";
import { code, htmlCode } from "../text/markdown.ts";
import { count } from "./wording.ts";

/** `contoso/prod`: a subscription's own name is unique within its customer only. */
export function nameOf({ customer, name }: Subscription): string {
  return `${customer.key}/${name}`;
}

/** The same of a finding; the id for a subscription that the fleet does not name. */
export function nameOfFinding({ customer, subscriptionId, subscriptionName }: Finding): string {
  return subscriptionName === "" ? subscriptionId : `${customer}/${subscriptionName}`;
}

/** `contoso/prod`, `contoso/dev` and 4,786 more: as code in Markdown. */
export function names(subscriptions: readonly Subscription[], max: number): string {
  return few(subscriptions, max, code);
}

/** The same within HTML. */
export function htmlNames(subscriptions: readonly Subscription[], max: number): string {
  return few(subscriptions, max, htmlCode);
}

function few(subscriptions: readonly Subscription[], max: number, show: (text: string) => string): string {
  // One more is as short as saying "and 1 more".
  const shown = subscriptions.length <= max + 1 ? subscriptions : subscriptions.slice(0, max);
  const left = subscriptions.length - shown.length;
  const text = shown.map((subscription) => show(nameOf(subscription))).join(", ");
  return left === 0 ? text : `${text} and ${count(left)} more`;
}
