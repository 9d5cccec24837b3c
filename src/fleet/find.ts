import { didYouMean, nearestWord } from "./did-you-mean.ts";
import { quote } from "./echo.ts";
import type { Customer, Fleet, Subscription, Tenant } from "./index.ts";
import { NotFoundError } from "./not-found.ts";
import { foldName } from "./scalars.ts";

/** As many as one comparison takes. */
const CHUNK = 1000;
const SHOWN = 10;

/** `. Did you mean "contoso-prod"?`, of as many candidates as there are; empty when none is near. */
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

/** Everything by which a person may call what is in the fleet. */
export function namesIn({ customers, subscriptions }: Fleet): string[] {
  const names = [
    ...customers.map(({ key }) => key),
    ...subscriptions.flatMap(({ customer, id, name }) => [name, `${customer.key}/${name}`, id]),
  ];
  return [...new Set(names)];
}

/**
 * The customer with this key, id of its tenant, or display name.
 * @throws {NotFoundError} when there is none, or several
 */
export function findCustomer({ customers }: Fleet, wanted: string): Customer {
  const text = foldName(wanted);
  const [first, ...others] =
    keyed(customers, (one) => one.key === text) ??
    keyed(customers, ({ displayName, tenantId }) => tenantId === text || foldName(displayName) === text) ??
    [];
  if (first === undefined) {
    const known = customers.flatMap(({ displayName, key }) => [key, displayName]);
    const message = `the fleet has no customer ${quote(wanted)}${suggestion(wanted, known)}`;
    throw new NotFoundError(message);
  }
  if (others.length === 0) return first;
  throw ambiguous(
    wanted,
    "customers",
    [first, ...others].map(({ key }) => key),
  );
}

/**
 * The subscription with this id, `customer/name`, or name.
 * @throws {NotFoundError} when there is none, or several of the name
 */
export function findSubscription(fleet: Fleet, wanted: string): Subscription {
  const byId = fleet.subscription(wanted);
  if (byId !== undefined) return byId;
  const text = foldName(wanted);
  const [first, ...others] =
    keyed(fleet.subscriptions, ({ customer, name }) => foldName(`${customer.key}/${name}`) === text) ??
    keyed(fleet.subscriptions, ({ name }) => foldName(name) === text) ??
    [];
  if (first === undefined) {
    const hint = customerHint(fleet, text) ?? suggestion(wanted, namesIn(fleet));
    throw new NotFoundError(`the fleet has no subscription ${quote(wanted)}${hint}`);
  }
  if (others.length === 0) return first;
  throw ambiguous(
    wanted,
    "subscriptions",
    [first, ...others].map(({ customer, name }) => `${customer.key}/${name}`),
  );
}

/** Whose stack it is, by its id: a subscription's, or a tenant's. */
export function stackOwner(fleet: Fleet, id: string): Subscription | Tenant | undefined {
  return fleet.subscription(id) ?? fleet.tenants.find((tenant) => tenant.id === id);
}

/** Where a customer was named instead: its subscriptions. */
function customerHint({ customers }: Fleet, key: string): string | undefined {
  const customer = customers.find((one) => one.key === key);
  if (customer === undefined) return undefined;
  const names = customer.subscriptions.slice(0, SHOWN).map(({ name }) => quote(`${key}/${name}`));
  return `. It is a customer, with ${names.length === 0 ? "no subscriptions" : names.join(", ")}`;
}

function keyed<T>(all: readonly T[], isMeant: (one: T) => boolean): readonly T[] | undefined {
  const found = all.filter(isMeant);
  return found.length === 0 ? undefined : found;
}

function ambiguous(wanted: string, noun: string, names: readonly string[]): NotFoundError {
  const shown = names.slice(0, SHOWN).map(quote).join(", ");
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : "";
  return new NotFoundError(`${quote(wanted)} names several ${noun}: ${shown}${more}. Name one of them`);
}
