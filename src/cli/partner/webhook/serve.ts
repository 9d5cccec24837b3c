import type { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Server } from "node:http";
import { readCertificates } from "../../../partner/webhook/certificate-chain.ts";
import { type FleetReceiver, fleetReceiver } from "../../../partner/webhook/for-fleet.ts";
import { JournalError } from "../../../partner/webhook/journal.ts";
import { webhookServer } from "../../../partner/webhook/server.ts";
import { messageOf } from "../../../text/error-message.ts";
import { type Console, counted } from "../../console.ts";
import { CommandError, EXIT, type ExitCode } from "../../exit-codes.ts";
import { type FleetOptions, openFleet } from "../../fleet-input.ts";
import { untilStopped } from "../../sandbox/child-command.ts";
import { forwardAddress } from "./forward-to.ts";
import { journalFolder } from "./journal.ts";

export interface WebhookServeOptions extends FleetOptions {
  /** @default 8080 */
  readonly port?: string;
  /** @default "127.0.0.1" */
  readonly host?: string;
  /** PEM file of the only trusted roots. @default - those that Node trusts */
  readonly roots?: string;
  /** Hosts from which certificates are fetched, separated by commas. @default - Partner Center's */
  readonly certificateHosts?: string;
  /** The folder of the journal. @default $CSP_BASELINE_WEBHOOK_JOURNAL, or webhook-journal */
  readonly journal?: string;
  /**
   * The address for events of another system, forwarded unchanged.
   *
   * @default - $CSP_BASELINE_WEBHOOK_FORWARD_TO, or they are refused
   */
  readonly forwardTo?: string;
  /** Also forwards the events that are processed here. */
  readonly forwardAll?: boolean;
}

const DEFAULT_PORT = 8080;

/**
 * `csp-baseline partner webhook serve`: receives, verifies, journals and forwards events until a signal. A proxy in
 * front of it provides TLS.
 */
export async function webhookServe(
  options: WebhookServeOptions,
  console: Console,
  world: { readonly stopped?: () => Promise<void>; readonly onListening?: (port: number) => void } = {},
): Promise<ExitCode> {
  const port = parsePort(options.port);
  const roots = options.roots === undefined ? undefined : readRoots(options.roots);
  const fleet = openFleet(options, console, "keep");
  if (fleet === undefined) return EXIT.invalid;
  const say = (message: string) => console.err(message);
  const journal = journalFolder(options.journal, console.env);
  const forwardTo = forwardAddress(options.forwardTo, console.env);
  if (options.forwardAll && forwardTo === undefined) {
    throw new CommandError("--forward-all needs --forward-to URL", EXIT.invalid);
  }
  const { handle, stop } = await receiver({
    now: () => console.now(),
    say,
    journal,
    ...(forwardTo === undefined ? {} : { forwardTo: { url: forwardTo, all: options.forwardAll === true } }),
    ...(roots === undefined ? {} : { roots }),
    ...(options.certificateHosts === undefined
      ? {}
      : { certificateHosts: options.certificateHosts.split(",").map((host) => host.trim()) }),
  });
  say(`events are kept in ${journal} until they are delivered`);
  const pending = new Set<Promise<void>>();
  const server = webhookServer((request, response) => {
    const done = handle(request, response).finally(() => pending.delete(done));
    pending.add(done);
    return done;
  });
  server.maxConnections = 200;
  const listening = await listen(server, port, options.host ?? "127.0.0.1");
  say(`listening on port ${listening} until Ctrl-C; serve it with TLS at the registered address`);
  world.onListening?.(listening);
  await (world.stopped ?? untilStopped)();
  server.close();
  // Started deliveries complete; the others are in the journal, for the next start.
  await Promise.all([...pending, stop()]);
  server.closeAllConnections();
  return EXIT.ok;

  async function receiver(receiverOptions: Parameters<typeof fleetReceiver>[1]): Promise<FleetReceiver> {
    if (fleet === undefined) throw new CommandError("the fleet cannot be read", EXIT.invalid);
    try {
      const made = await fleetReceiver(fleet, receiverOptions);
      const { dead = 0, pending = 0 } = (await made.journal?.counts()) ?? {};
      if (pending > 0) say(`${counted(pending, "event")} of an earlier run will be delivered`);
      if (dead > 0) say(`${counted(dead, "dead letter")}: csp-baseline partner webhook journal`);
      return made;
    } catch (error) {
      if (error instanceof JournalError) throw new CommandError(error.message, EXIT.outside);
      throw error;
    }
  }
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) =>
      reject(new CommandError(`cannot listen on ${host}:${port}: ${error.message}`, EXIT.outside)),
    );
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

function readRoots(file: string): readonly X509Certificate[] {
  let found: readonly X509Certificate[];
  try {
    found = readCertificates(readFileSync(file), 1000);
  } catch (error) {
    const why = messageOf(error);
    throw new CommandError(`cannot read --roots: ${why}`, EXIT.invalid);
  }
  if (found.length === 0) throw new CommandError(`--roots ${file} contains no certificate`, EXIT.invalid);
  return found;
}

function parsePort(port: string | undefined): number {
  if (port === undefined) return DEFAULT_PORT;
  if (/^\d{1,5}$/.test(port) && Number(port) <= 65535) return Number(port);
  throw new CommandError(
    `--port must be a number up to 65535, got ${JSON.stringify(port.slice(0, 40))}`,
    EXIT.invalid,
  );
}
