export { type PartnerEvent, parseEvent, type ReceivedEvent } from "./event.ts";
export {
  type FleetReceiver,
  type FleetWebhookOptions,
  type ForwardTo,
  fleetReceiver,
  fleetWebhook,
} from "./for-fleet.ts";
export type { ForwardedEvent, Receiver } from "./forward.ts";
export { type WebhookHandler, type WebhookOptions, webhookHandler } from "./handler.ts";
export { EventJournal, type JournalCounts, type JournalEntry, JournalError } from "./journal.ts";
export { webhookServer } from "./server.ts";
export { SigningKeys, type SigningKeysOptions } from "./signing-keys.ts";
