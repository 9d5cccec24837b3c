import { createHash } from "node:crypto";
import { AzureFailure } from "../../azure/failure.ts";
import type { Send } from "../../azure/send.ts";
import type { Fleet } from "../../fleet/index.ts";
import { plain } from "../../text/wording.ts";
import type { Target } from "./deliveries.ts";
import type { PartnerEvent, ReceivedEvent } from "./event.ts";

/** A webhook of an operations contact. The address is a secret that allows posting. */
export interface Receiver {
  readonly name: string;
  readonly uri: string;
}

/** The JSON body for a receiver. */
export interface ForwardedEvent {
  readonly schema: "csp-baseline/partner-event/v1";
  /** The same for every delivery. */
  readonly id: string;
  readonly event: string;
  readonly resourceUri: string | null;
  /** An instant, ISO 8601. */
  readonly changed: string;
  readonly subscriptionId: string | null;
  readonly subscriptionName: string | null;
  /** The customer's key in the fleet. */
  readonly customer: string | null;
}

/**
 * Returns the receivers of an event: the operations contact of its subscription. For an unknown or missing subscription,
 * the contact that most customers share (the partner's own), or none: a customer never receives alerts of another.
 */
export function receiversOf(fleet: Fleet, subscriptionId: string | undefined): readonly Receiver[] {
  const subscription = subscriptionId === undefined ? undefined : fleet.subscription(subscriptionId);
  if (subscription !== undefined) return httpsOnly(subscription.baseline.contacts.operations.webhooks);
  const customers = new Map<string, { receiver: Receiver; keys: Set<string> }>();
  for (const { baseline, customer } of fleet.subscriptions) {
    for (const receiver of httpsOnly(baseline.contacts.operations.webhooks)) {
      const known = customers.get(receiver.uri) ?? { receiver, keys: new Set<string>() };
      known.keys.add(customer.key);
      customers.set(receiver.uri, known);
    }
  }
  const shared = Math.min(2, fleet.customers.length);
  const most = Math.max(shared, ...[...customers.values()].map(({ keys }) => keys.size));
  return [...customers.values()].filter(({ keys }) => keys.size === most).map(({ receiver }) => receiver);
}

/** Returns the operations contacts that must receive an event, each as a target of its delivery. */
export function contactTargets(event: PartnerEvent, fleet: Fleet, send: Send): readonly Target[] {
  const body = JSON.stringify(forwarded(event, fleet));
  const headers = { "content-type": "application/json", "idempotency-key": event.id };
  return receiversOf(fleet, event.subscriptionId).map(({ name, uri }) => ({
    key: keyOf(uri),
    name,
    deliver: () => deliver(uri, { headers, body }, send),
  }));
}

/** Returns the system that receives the event unchanged, with the headers of the signature. */
export function verbatimTarget(
  { body, headers, id }: Pick<ReceivedEvent, "body" | "headers" | "id">,
  uri: string,
  send: Send,
): Target {
  return {
    key: keyOf(uri),
    name: "--forward-to",
    deliver: () => deliver(uri, { headers: { ...headers, "idempotency-key": id }, body }, send),
  };
}

/** Delivers once, with the retries of `send`: an unreachable receiver does not delay the others. */
export async function forward(
  event: PartnerEvent,
  targets: readonly Target[],
  say: (message: string) => void,
): Promise<void> {
  if (targets.length === 0) {
    say(`event ${event.id.slice(0, 8)} has no receiver: its operations contact has no webhook`);
  }
  await Promise.all(
    targets.map(async (target) => {
      const failure = await target.deliver();
      if (failure === undefined) return;
      say(`event ${event.id.slice(0, 8)} did not reach the webhook "${plain(target.name, 60)}": ${failure}`);
    }),
  );
}

/** Names a receiver in the journal without its address, which may hold a key. */
function keyOf(uri: string): string {
  return createHash("sha256").update(uri).digest("hex").slice(0, 16);
}

/** @returns why not, without the address */
async function deliver(
  url: string,
  content: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
  send: Send,
): Promise<string | undefined> {
  try {
    const { status } = await send({ method: "POST", url, ...content, repeatable: true });
    return status >= 200 && status < 300 ? undefined : `it answered ${status}`;
  } catch (error) {
    // The network's message may contain the address.
    const code = error instanceof AzureFailure ? error.code : undefined;
    return `it cannot be reached${code === undefined ? "" : ` (${plain(code, 40)})`}`;
  }
}

function forwarded(event: PartnerEvent, fleet: Fleet): ForwardedEvent {
  const { subscriptionId } = event;
  const subscription = subscriptionId === undefined ? undefined : fleet.subscription(subscriptionId);
  return {
    schema: "csp-baseline/partner-event/v1",
    id: event.id,
    event: event.name,
    resourceUri: event.resourceUri,
    changed: event.changed.toISOString(),
    subscriptionId: subscriptionId ?? null,
    subscriptionName: subscription?.name ?? null,
    customer: subscription?.customer.key ?? null,
  };
}

function httpsOnly(receivers: readonly Receiver[]): readonly Receiver[] {
  return receivers.filter(({ uri }) => URL.canParse(uri) && new URL(uri).protocol === "https:");
}
