import type { X509Certificate } from "node:crypto";
import { sender } from "../../azure/send.ts";
import type { Fleet } from "../../fleet/index.ts";
import { forward } from "./forward.ts";
import { type WebhookHandler, webhookHandler } from "./handler.ts";
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
}

const CERTIFICATES = { timeout: 10_000, maxBytes: 64 * 1024, retries: 1 };
const RECEIVERS = { timeout: 20_000, maxBytes: 256 * 1024 };

/**
 * Receives Partner Center's events and forwards security alerts to the fleet's operations contacts: for a server, or for a
 * function that hands requests on as they are.
 *
 * @example webhookServer(await fleetWebhook(fleet)).listen(8080)
 */
export async function fleetWebhook(fleet: Fleet, options: FleetWebhookOptions = {}): Promise<WebhookHandler> {
  const { certificateAuthority, certificateHosts, now = () => new Date(), roots } = options;
  const say = options.say ?? ((message: string) => void process.stderr.write(`${message}\n`));
  const trust = certificateAuthority === undefined ? {} : { certificateAuthority };
  const send = await sender({ ...RECEIVERS, ...trust });
  const keys = new SigningKeys({
    send: await sender({ ...CERTIFICATES, ...trust }),
    now,
    ...(roots === undefined ? {} : { roots }),
    ...(certificateHosts === undefined ? {} : { hosts: certificateHosts }),
  });
  return webhookHandler({ keys, now, say, onAlert: (event) => forward(event, { fleet, send, say }) });
}
