import type { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Server } from "node:http";
import { connectPartnerCenter } from "../../../partner/connect.ts";
import {
  FRAUD_EVENT,
  readRegistration,
  register,
} from "../../../partner/partner-center/webhook-registration.ts";
import { readCertificates } from "../../../partner/webhook/certificate-chain.ts";
import { fleetWebhook } from "../../../partner/webhook/for-fleet.ts";
import { webhookServer } from "../../../partner/webhook/server.ts";
import { messageOf } from "../../../text/error-message.ts";
import type { Console } from "../../console.ts";
import { CommandError, EXIT, type ExitCode } from "../../exit-codes.ts";
import type { FleetOptions } from "../../fleet-input.ts";
import { openFleet } from "../../fleet-input.ts";
import { untilStopped } from "../../sandbox/child-command.ts";
import { type Confirm, onTerminal } from "../confirm.ts";
import { asking, type Connection, connectOptions } from "../input.ts";

export interface WebhookRegisterOptions extends FleetOptions {
  readonly url: string;
  /** Write without asking. */
  readonly yes?: boolean;
}

const ROLE = "the role Admin agent";

/** `csp-baseline partner webhook register`: tells Partner Center where to post security alerts. */
export async function webhookRegister(
  options: WebhookRegisterOptions,
  console: Console,
  world: { readonly confirm?: Confirm; readonly connection?: Connection } = {},
): Promise<ExitCode> {
  const url = URL.canParse(options.url) ? new URL(options.url) : undefined;
  if (url?.protocol !== "https:") throw new CommandError("--url must be an https address", EXIT.invalid);
  const fleet = openFleet(options, console, "keep");
  if (fleet === undefined) return EXIT.invalid;
  const asked = options.yes ? undefined : (world.confirm ?? onTerminal());
  if (asked !== undefined && !(await asked(`Have Partner Center post security alerts to ${url.host}?`))) {
    console.err("nothing was written");
    return EXIT.ok;
  }
  const { events } = await asking("Partner Center", ROLE, async () =>
    register(await connectPartnerCenter(connectOptions(fleet, console, world.connection)), url.href),
  );
  console.out(`registered for ${events.join(", ")}`);
  return EXIT.ok;
}

/** `csp-baseline partner webhook show`: 1 when no address is registered, or not for security alerts. */
export async function webhookShow(
  options: FleetOptions,
  console: Console,
  world: { readonly connection?: Connection } = {},
): Promise<ExitCode> {
  const fleet = openFleet(options, console, "keep");
  if (fleet === undefined) return EXIT.invalid;
  const found = await asking("Partner Center", ROLE, async () =>
    readRegistration(await connectPartnerCenter(connectOptions(fleet, console, world.connection))),
  );
  if (found === undefined) {
    console.out("no webhook is registered: csp-baseline partner webhook register --url URL");
    return EXIT.findings;
  }
  // The address may hold a key: whoever registered it knows the rest.
  const host = URL.canParse(found.url) ? new URL(found.url).host : "an address that cannot be read";
  console.out(`registered at ${host} for ${found.events.join(", ")}`);
  if (found.events.includes(FRAUD_EVENT)) return EXIT.ok;
  console.out(`not for ${FRAUD_EVENT}: security alerts do not come`);
  return EXIT.findings;
}

export interface WebhookServeOptions extends FleetOptions {
  /** @default 8080 */
  readonly port?: string;
  /** @default "127.0.0.1" */
  readonly host?: string;
  /** PEM file of the only roots to trust. @default those that Node trusts */
  readonly roots?: string;
  /** Hosts to fetch certificates from, with commas. @default Partner Center's */
  readonly certificateHosts?: string;
}

const DEFAULT_PORT = 8080;

/** `csp-baseline partner webhook serve`: receives, checks and forwards until a signal. TLS is whoever's it stands behind. */
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
  const handle = await fleetWebhook(fleet, {
    now: () => console.now(),
    say,
    ...(roots === undefined ? {} : { roots }),
    ...(options.certificateHosts === undefined
      ? {}
      : { certificateHosts: options.certificateHosts.split(",").map((host) => host.trim()) }),
  });
  const pending = new Set<Promise<void>>();
  const server = webhookServer((request, response) => {
    const done = handle(request, response).finally(() => pending.delete(done));
    pending.add(done);
    return done;
  });
  server.maxConnections = 200;
  const listening = await listen(server, port, options.host ?? "127.0.0.1");
  say(`listening on port ${listening} until Ctrl-C; put it behind TLS, at the address that is registered`);
  world.onListening?.(listening);
  await (world.stopped ?? untilStopped)();
  server.close();
  // What was acknowledged is still forwarded.
  await Promise.all(pending);
  server.closeAllConnections();
  return EXIT.ok;
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
  if (found.length === 0) throw new CommandError(`--roots ${file} holds no certificate`, EXIT.invalid);
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
