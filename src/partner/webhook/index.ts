export { type PartnerEvent, parseEvent } from "./event.ts";
export { type FleetWebhookOptions, fleetWebhook } from "./for-fleet.ts";
export type { ForwardedEvent, Receiver } from "./forward.ts";
export { type WebhookHandler, type WebhookOptions, webhookHandler } from "./handler.ts";
export { webhookServer } from "./server.ts";
export { SigningKeys, type SigningKeysOptions } from "./signing-keys.ts";
