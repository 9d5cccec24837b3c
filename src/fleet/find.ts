import { didYouMean, nearestWord } from "./did-you-mean.ts";
import { quote } from "./echo.ts";
import type { Customer, Fleet, Subscription, Tenant } from "./index.ts";
import { NotFoundError } from "./not-found.ts";
import { foldName } from "./scalars.ts";

/** The maximum number of candidates of one comparison. */
const CHUNK = 1000;
const SHOWN = 10;

/** Returns `. Did you mean "contoso-prod"?` from any number of candidates; empty when none is similar. */
export function suggestion(word: string, candidates: readonly string[]): string {
  const nearest: string[] = [];
  for (let start = 0; start < candidates.length; start += CHUNK) {
    nearest.push(nearestWord(word, candidates.slice(start, start + CHUNK)) ?? "");
  }
  const hint = didYouMean(
    word,
    nearest.filter((candidate) => candidate !== ""),
  );
  return hint === undefined ? "" : `. ${hint}`;
}

/** Returns all names of customers and subscriptions in the fleet. */
export function namesIn({ customers, subscriptions }: Fleet): string[] {
  const names = [
    ...customers.map(({ key }) => key),
    ...subscriptions.flatMap(({ customer, id, name }) => [name, `${customer.key}/${name}`, id]),
  ];
  return [...new Set(names)];
}

/**
 * Returns the customer with this key, tenant id, or display name.
 * @throws {NotFoundError} when none or several match
 */
export function findCustomer(fleet: Fleet, wanted: string): Customer {
  const found = onlyOne(customersNamed(fleet, wanted), "customers", wanted);
  if (found !== undefined) return found;
  const hint = subscriptionOwner(fleet, wanted) ?? suggestion(wanted, customerNames(fleet));
  throw new NotFoundError(`the fleet has no customer ${quote(wanted)}${hint}`);
}

/**
 * Returns the subscription with this id, `customer/name`, or name.
 * @throws {NotFoundError} when none or several match
 */
export function findSubscription(fleet: Fleet, wanted: string): Subscription {
  const found = onlyOne(subscriptionsNamed(fleet, wanted), "subscriptions", wanted);
  if (found !== undefined) return found;
  const hint = customerHint(fleet, wanted) ?? subscriptionHint(fleet, wanted);
  throw new NotFoundError(`the fleet has no subscription ${quote(wanted)}${hint}`);
}

/** The result of a lookup by name. */
export type CustomerOrSubscription =
  | { readonly kind: "customer"; readonly customer: Customer }
  | { readonly kind: "subscription"; readonly subscription: Subscription };

/**
 * Returns the customer or the subscription of a name that {@link findCustomer} or {@link findSubscription} accepts. If
 * both match, the customer is returned: its subscription has the name `customer/name`.
 * @throws {NotFoundError} when none or several match
 */
export function findNamed(fleet: Fleet, wanted: string): CustomerOrSubscription {
  const customer = onlyOne(customersNamed(fleet, wanted), "customers", wanted);
  if (customer !== undefined) return { kind: "customer", customer };
  const subscription = onlyOne(subscriptionsNamed(fleet, wanted), "subscriptions", wanted);
  if (subscription !== undefined) return { kind: "subscription", subscription };
  const hint = suggestion(wanted, [...customerNames(fleet), ...subscriptionNames(fleet)]);
  throw new NotFoundError(`the fleet has no customer or subscription ${quote(wanted)}${hint}`);
}

/** Returns the owner of the stack with this id: a subscription or a tenant. */
export function stackOwner(fleet: Fleet, id: string): Subscription | Tenant | undefined {
  return fleet.subscription(id) ?? fleet.tenants.find((tenant) => tenant.id === id);
}

function customersNamed({ customers }: Fleet, wanted: string): readonly Customer[] {
  const text = foldName(wanted);
  const byKey = customers.filter(({ key }) => key === text);
  if (byKey.length > 0) return byKey;
  return customers.filter(({ displayName, tenantId }) => tenantId === text || foldName(displayName) === text);
}

function subscriptionsNamed(fleet: Fleet, wanted: string): readonly Subscription[] {
  const byId = fleet.subscription(wanted);
  if (byId !== undefined) return [byId];
  const text = foldName(wanted);
  const byPath = fleet.subscriptions.filter((one) => foldName(pathOf(one)) === text);
  return byPath.length > 0 ? byPath : fleet.subscriptions.filter(({ name }) => foldName(name) === text);
}

function pathOf({ customer, name }: Subscription): string {
  return `${customer.key}/${name}`;
}

/** @throws {NotFoundError} when several match */
function onlyOne<One extends Customer | Subscription>(
  found: readonly One[],
  noun: string,
  wanted: string,
): One | undefined {
  if (found.length <= 1) return found[0];
  const names = found.map((one) => ("key" in one ? one.key : pathOf(one)));
  const shown = names.slice(0, SHOWN).map(quote).join(", ");
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : "";
  throw new NotFoundError(`${quote(wanted)} matches several ${noun}: ${shown}${more}. Specify one of them`);
}

/** Returns the names that {@link findCustomer} accepts. */
function customerNames({ customers }: Fleet): string[] {
  return customers.flatMap(({ displayName, key }) => [key, displayName]);
}

/** Returns the names that {@link findSubscription} accepts: without names that several customers use. */
function subscriptionNames({ subscriptions }: Fleet): string[] {
  const users = new Map<string, number>();
  for (const { name } of subscriptions) users.set(foldName(name), (users.get(foldName(name)) ?? 0) + 1);
  return subscriptions.flatMap((one) => [
    ...(users.get(foldName(one.name)) === 1 ? [one.name] : []),
    pathOf(one),
    one.id,
  ]);
}

/** Returns a hint with the subscriptions of a customer that was given instead. */
function customerHint({ customers }: Fleet, wanted: string): string | undefined {
  const customer = customers.find(({ key }) => key === foldName(wanted));
  return customer && `. It is a customer, with ${namesOf(customer)}`;
}

function namesOf({ subscriptions }: Customer): string {
  const names = subscriptions.slice(0, SHOWN).map((one) => quote(pathOf(one)));
  return names.length === 0 ? "no subscriptions" : names.join(", ");
}

/** Returns a hint with the nearest subscription, or else the nearest customer and its subscriptions. */
function subscriptionHint(fleet: Fleet, wanted: string): string {
  const hint = suggestion(wanted, subscriptionNames(fleet));
  if (hint !== "") return hint;
  const keys = fleet.customers.map(({ key }) => key);
  const near = nearestWord(wanted, keys);
  const customer = fleet.customers.find(({ key }) => key === near);
  return customer === undefined ? "" : `. The customer ${quote(customer.key)} has ${namesOf(customer)}`;
}

/** Returns a hint with the customer of a subscription that was given instead. */
function subscriptionOwner(fleet: Fleet, wanted: string): string | undefined {
  const [one] = subscriptionsNamed(fleet, wanted);
  return one && `. It is a subscription of the customer ${quote(one.customer.key)}`;
}
