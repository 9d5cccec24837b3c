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
  /** Told what was refused, or could not be delivered; never an address or a signature. @default standard error */
  readonly say?: (message: string) => void;
  /** @default those that Node trusts */
  readonly roots?: readonly X509Certificate[];
  /** Hosts that certificates are fetched from. @default Partner Center's */
  readonly certificateHosts?: readonly string[];
  /** PEM of an authority to trust besides, for the receivers and the certificate's host. */
  readonly certificateAuthority?: string;
  /**
   * The folder of the journal: an event is on disk there before it is acknowledged, is tried again for a day, and is
   * delivered after a crash. One process writes it.
   * @default - no journal: an event is forwarded after it is acknowledged, and is lost when the process ends meanwhile
   */
  readonly journal?: string;
  /** Where events of other systems go, as Partner Center sent them. @default - they are refused with 501 */
  readonly forwardTo?: ForwardTo;
}

/** A system that shares Partner Center's only registration. */
export interface ForwardTo {
  /** https. It may hold a key, and is not written to the journal or shown. */
  readonly url: string;
  /** Also the events that this receiver takes itself. @default false */
  readonly all?: boolean;
}

/** A handler with what it keeps running. */
export interface FleetReceiver {
  readonly handle: WebhookHandler;
  /** The journal; undefined without one. */
  readonly journal: EventJournal | undefined;
  /** Ends after the deliveries that have begun. What is pending stays in the journal. */
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

/** The same with its journal, and with a way to end it. @throws {JournalError} when the journal cannot be used */
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

/** Whether this receiver takes an event, itself or for another system. */
function isTaken({ name }: ReceivedEvent, forwardTo: ForwardTo | undefined): boolean {
  return isOwnEvent(name) || forwardTo !== undefined;
}

/** The contacts for an event of ours; the other system for all others, or for every event where that is asked. */
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
