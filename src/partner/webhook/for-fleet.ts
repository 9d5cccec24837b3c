import type { X509Certificate } from "node:crypto";
import { type Send, sender } from "../../azure/send.ts";
import type { Fleet } from "../../fleet/index.ts";
import { isOwnEvent, TEST_EVENT } from "../partner-center/webhook-registration.ts";
import { Deliveries, type Target } from "./deliveries.ts";
import { parseEvent, type ReceivedEvent } from "./event.ts";
import { contactTargets, forward, verbatimTarget } from "./forward.ts";
import { type WebhookHandler, webhookHandler } from "./handler.ts";
import { EventJournal, type JournalEntry } from "./journal.ts";
import { SigningKeys } from "./signing-keys.ts";

/** Options of `fleetWebhook`. */
export interface FleetWebhookOptions {
  /** @default the machine's clock */
  readonly now?: () => Date;
  /** Called with refused and undelivered events; never with an address or a signature. @default - standard error */
  readonly say?: (message: string) => void;
  /** @default those that Node trusts */
  readonly roots?: readonly X509Certificate[];
  /** Hosts from which certificates are fetched. @default - Partner Center's */
  readonly certificateHosts?: readonly string[];
  /** PEM of an additional trusted authority, for the receivers and the certificate's host. */
  readonly certificateAuthority?: string;
  /**
   * The folder of the journal. An event is written to disk before it is acknowledged, is retried for a day, and is
   * delivered after a crash. Only one process may write it.
   *
   * @default - no journal: an event is forwarded after it is acknowledged, and is lost if the process ends before
   */
  readonly journal?: string;
  /** The receiver of other systems' events, forwarded unchanged. @default - they are refused with 501 */
  readonly forwardTo?: ForwardTo;
}

/** A system that shares Partner Center's only registration. */
export interface ForwardTo {
  /** An https address. It may contain a key, and is neither written to the journal nor shown. */
  readonly url: string;
  /** Also forwards the events that this receiver processes. @default false */
  readonly all?: boolean;
}

/** A handler with its background tasks. */
export interface FleetReceiver {
  readonly handle: WebhookHandler;
  /** The journal, if there is one. */
  readonly journal: EventJournal | undefined;
  /** Stops after the current deliveries. Pending events stay in the journal. */
  readonly stop: () => Promise<void>;
}

const CERTIFICATES = { timeout: 10_000, maxBytes: 64 * 1024, retries: 1 };
const RECEIVERS = { timeout: 20_000, maxBytes: 256 * 1024 };

/**
 * Receives Partner Center's events and forwards security alerts to the fleet's operations contacts: for a server, or for a
 * function that hands requests on as they are.
 *
 * @example webhookServer(await fleetWebhook(fleet, { journal: "webhook-journal" })).listen(8080)
 * @throws {JournalError} when the journal cannot be used
 */
export async function fleetWebhook(fleet: Fleet, options: FleetWebhookOptions = {}): Promise<WebhookHandler> {
  return (await fleetReceiver(fleet, options)).handle;
}

/**
 * The same with its journal, and with a function that stops it. @throws {JournalError} when the journal cannot be used
 */
export async function fleetReceiver(fleet: Fleet, options: FleetWebhookOptions = {}): Promise<FleetReceiver> {
  const { certificateAuthority, certificateHosts, forwardTo, now = () => new Date(), roots } = options;
  const say = options.say ?? ((message: string) => void process.stderr.write(`${message}\n`));
  const trust = certificateAuthority === undefined ? {} : { certificateAuthority };
  const send = await sender({ ...RECEIVERS, ...trust });
  const keys = new SigningKeys({
    send: await sender({ ...CERTIFICATES, ...trust }),
    now,
    ...(roots === undefined ? {} : { roots }),
    ...(certificateHosts === undefined ? {} : { hosts: certificateHosts }),
  });
  const targetsOf = (event: ReceivedEvent) => eventTargets(event, fleet, forwardTo, send);
  if (options.journal === undefined) {
    const onEvent = async (event: ReceivedEvent) => {
      if (event.name === TEST_EVENT) say("the test event arrived");
      if (!isTaken(event, forwardTo)) return false;
      const isForUs = event.name === TEST_EVENT && !forwardTo?.all;
      return isForUs ? true : () => forward(event, targetsOf(event), say);
    };
    return { handle: webhookHandler({ keys, now, say, onEvent }), journal: undefined, stop: async () => {} };
  }
  const journal = await EventJournal.open(options.journal);
  const deliveries = new Deliveries({
    journal,
    now,
    say,
    targetsOf: (entry) => {
      const event = parseEvent(Buffer.from(entry.body));
      return event === undefined ? [] : targetsOf({ ...event, body: entry.body, headers: entry.headers });
    },
  });
  const onEvent = async (event: ReceivedEvent) => {
    if (event.name === TEST_EVENT) say("the test event arrived");
    if (!isTaken(event, forwardTo)) return false;
    if (event.name === TEST_EVENT && !forwardTo?.all) return true;
    await journal.keep(entryOf(event, now()));
    return () => deliveries.wake();
  };
  void deliveries.wake();
  return { handle: webhookHandler({ keys, now, say, onEvent }), journal, stop: () => deliveries.stop() };
}

/** Returns whether this receiver accepts an event, for itself or for another system. */
function isTaken({ name }: ReceivedEvent, forwardTo: ForwardTo | undefined): boolean {
  return isOwnEvent(name) || forwardTo !== undefined;
}

/** Returns the contacts for own events; the other system for all others, or for every event if requested. */
function eventTargets(
  event: ReceivedEvent,
  fleet: Fleet,
  forwardTo: ForwardTo | undefined,
  send: Send,
): readonly Target[] {
  const isOwn = isOwnEvent(event.name);
  const contacts = isOwn && event.name !== TEST_EVENT ? contactTargets(event, fleet, send) : [];
  const isForwarded = forwardTo !== undefined && (!isOwn || forwardTo.all === true);
  return isForwarded ? [...contacts, verbatimTarget(event, forwardTo.url, send)] : contacts;
}

function entryOf({ body, headers, id, name }: ReceivedEvent, now: Date): JournalEntry {
  const received = now.toISOString();
  return { id, event: name, received, body, headers, delivered: [], attempts: 0, nextAttempt: received };
}
