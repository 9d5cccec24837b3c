import type { Finding } from "../findings/index.ts";
import type { Subscription } from "../fleet/index.ts";
import { code, htmlCode, link } from "../text/markdown.ts";
import { count } from "./wording.ts";

/** Returns `contoso/prod`: a subscription's own name is unique only within its customer. */
export function nameOf({ customer, name }: Subscription): string {
  return `${customer.key}/${name}`;
}

/** Returns the name of a finding's subscription, or the id when the fleet does not contain it. */
export function nameOfFinding({ customer, subscriptionId, subscriptionName }: Finding): string {
  return subscriptionName === "" ? subscriptionId : `${customer}/${subscriptionName}`;
}

/**
 * Formats names as Markdown code: `contoso/prod`, `contoso/dev` and 4,786 more.
 * @param urlOf the page to which the name at an index links
 */
export function names(
  subscriptions: readonly Subscription[],
  max: number,
  urlOf: (index: number) => string | undefined = () => undefined,
): string {
  return few(subscriptions, max, (name, index) => link(code(name), urlOf(index)));
}

/** Formats names as HTML code. */
export function htmlNames(subscriptions: readonly Subscription[], max: number): string {
  return few(subscriptions, max, htmlCode);
}

function few(
  subscriptions: readonly Subscription[],
  max: number,
  show: (name: string, index: number) => string,
): string {
  // One more name is as short as "and 1 more".
  const shown = subscriptions.length <= max + 1 ? subscriptions : subscriptions.slice(0, max);
  const left = subscriptions.length - shown.length;
  const text = shown.map((subscription, index) => show(nameOf(subscription), index)).join(", ");
  return left === 0 ? text : `${text} and ${count(left)} more`;
}
