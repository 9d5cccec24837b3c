import { isOwnEvent, type WebhookRegistration } from "../partner-center/webhook-registration.ts";

/** The confirmation to change an existing registration. */
export interface RegistrationConsent {
  /** Post all events to the new address, including those of the other system. */
  readonly merge?: boolean;
  /** Replace the address and the events of the other system. */
  readonly replace?: boolean;
  /** The receiver forwards other events, so that events of another system still reach it. */
  readonly forwards?: boolean;
}

/** The change of a registration. */
export interface RegistrationChange {
  readonly before: WebhookRegistration | undefined;
  readonly after: WebhookRegistration;
  /** Events that are no longer posted to any address. */
  readonly lost: readonly string[];
  /** Events at the new address that belong to another system. */
  readonly foreign: readonly string[];
  /** Why it must not be written; undefined when it may. */
  readonly refused: string | undefined;
  /** Whether Partner Center already has exactly this registration. */
  readonly isSame: boolean;
}

/**
 * Computes the change of the registration by an address for some events. A tenant has one registration: another address
 * takes the events away from the system that has them. Free of side effects.
 */
export function registrationChange(
  before: WebhookRegistration | undefined,
  wanted: WebhookRegistration,
  { forwards = false, merge = false, replace = false }: RegistrationConsent,
): RegistrationChange {
  const registered = before?.events ?? [];
  const isOurs = before === undefined || sameAddress(before.url, wanted.url);
  const events = replace ? wanted.events : union(registered, wanted.events);
  const after = { url: isOurs && before !== undefined ? before.url : wanted.url, events };
  const foreign = events.filter((event) => !isOwnEvent(event));
  const lost = registered.filter((event) => !events.includes(event));
  const isSame = before !== undefined && before.url === after.url && sameEvents(before.events, events);
  return { before, after, foreign, lost, isSame, refused: refusal() };

  function refusal(): string | undefined {
    if (!isOurs && !merge && !replace) {
      return "another address is registered, and a tenant has only one registration: --merge posts all events to the new address, --replace removes the other events";
    }
    if (isSame || replace || foreign.length === 0 || forwards) return undefined;
    return `${foreign.join(", ")} would arrive at the new address, which does not take ${foreign.length === 1 ? "it" : "them"}: give --forward-to URL here and to serve, so that the other system still receives ${foreign.length === 1 ? "it" : "them"}`;
  }
}

/** Returns whether two texts are the same address: `https://a.example` and `https://A.example/` are. */
export function sameAddress(one: string, other: string): boolean {
  return one === other || (URL.canParse(one) && URL.canParse(other) && hrefOf(one) === hrefOf(other));
}

function hrefOf(text: string): string {
  const url = new URL(text);
  url.hash = "";
  return url.href;
}

/** Returns whether an address is the fleet's, which is stored without query and key. */
export function isAtAddress(url: string, address: string): boolean {
  if (!URL.canParse(url) || !URL.canParse(address)) return false;
  const [registered, own] = [new URL(url), new URL(address)];
  return registered.origin === own.origin && registered.pathname === own.pathname;
}

function union(some: readonly string[], more: readonly string[]): readonly string[] {
  const known = new Set(some.map((event) => event.toLowerCase()));
  return [...some, ...more.filter((event) => !known.has(event.toLowerCase()))];
}

function sameEvents(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((event) => others.includes(event));
}
