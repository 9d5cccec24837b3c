import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import { setTimeout as delay } from "node:timers/promises";
import { Arm } from "./arm/arm.ts";
import { initialAccess, managingTenant } from "./arm/delegations.ts";
import { ArmLimits } from "./arm/limits.ts";
import { Store } from "./arm/store.ts";
import { type Certificate, makeCertificate } from "./certificate.ts";
import { Control } from "./control.ts";
import { Directory, type DirectoryProps, type KnownSubscription } from "./directory.ts";
import { Entra } from "./entra/entra.ts";
import { GitHubOidc } from "./entra/github-oidc.ts";
import { type FaultProps, Faults } from "./faults.ts";
import type { Area, Reply, Request } from "./http.ts";
import { CloudMetadata } from "./metadata.ts";
import { Graph } from "./partner/graph.ts";
import { PartnerCenterArea } from "./partner/partner-center.ts";
import { PartnerData } from "./partner/partner-data.ts";
import { parseRequest, readBody } from "./read-request.ts";
import { rememberDirectory } from "./remembered-directory.ts";
import { RequestLog, type RequestRecord } from "./request-log.ts";
import { identify, send, sendFailure } from "./send.ts";
import { StateFolder } from "./state-folder.ts";

export interface SandboxProps {
  /** Tenants and subscriptions. @default - any subscription, in one tenant */
  readonly directory?: DirectoryProps;
  /** @default - a free port */
  readonly port?: number;
  /** A folder that keeps the resources, and the record of requests, between two runs. @default - memory only */
  readonly stateFolder?: string;
  /** The server's certificate. @default - a new one */
  readonly certificate?: Certificate;
  /** The sandbox's clock for the expiry of tokens and the start of budgets. @default - the machine's */
  readonly now?: () => Date;
  /** Whether ARM's limits on the rate of requests hold. @default false */
  readonly limits?: boolean;
}

/** A running sandbox. */
export interface Sandbox {
  readonly port: number;
  /** `https://127.0.0.1:<port>` */
  readonly origin: string;
  /** The tenant of requests without a tenant. */
  readonly tenantId: string;
  /** In PEM; clients must trust it. */
  readonly certificate: string;
  requests(): readonly RequestRecord[];
  addFault(fault: FaultProps): void;
  /** Changes the state or the tenant of a subscription. */
  changeSubscription(
    id: string,
    change: Pick<KnownSubscription, "state"> & { readonly tenantId?: string },
  ): void;
  close(): Promise<void>;
}

const HOST = "127.0.0.1";
/** The idle time-out of a connection, in milliseconds. */
const KEPT_OPEN = 120_000;

/**
 * Starts the sandbox: cloud metadata, Entra, ARM, Graph and Partner Center behind one address on loopback, over TLS.
 * @throws {StateError} when the state folder holds something else; the system's error when the port is taken
 */
export async function startSandbox(props: SandboxProps = {}): Promise<Sandbox> {
  const state = props.stateFolder === undefined ? undefined : new StateFolder(props.stateFolder);
  try {
    return await start(props, state);
  } catch (error) {
    state?.close();
    throw error;
  }
}

async function start(props: SandboxProps, state: StateFolder | undefined): Promise<Sandbox> {
  const { now = () => new Date(), port = 0 } = props;
  const kept = state?.load() ?? [];
  const known = new Set(kept.map(({ subscriptionId }) => subscriptionId.toLowerCase()));
  const directory = new Directory(
    props.stateFolder === undefined
      ? props.directory
      : rememberDirectory(props.stateFolder, props.directory ?? {}, (id) => known.has(id)),
  );
  const store = new Store(state, (id) => initialAccess(directory, id));
  for (const { subscriptionId } of kept) {
    const tenantId = managingTenant(store.subscription(subscriptionId));
    if (tenantId !== undefined) directory.delegate(subscriptionId, tenantId);
  }
  const log = new RequestLog(now, state?.requestsFile);
  const faults = new Faults();
  const data = new PartnerData(directory, now());
  const services: Services = {
    control: new Control(faults, log, data),
    // ARM is last, because it answers all remaining requests.
    areas: [
      new CloudMetadata(),
      new GitHubOidc(now),
      new Entra(directory, now),
      new Graph({ data, directory, now }),
      ...(props.limits === true ? [new ArmLimits()] : []),
      new PartnerCenterArea({ data, directory, now }),
      new Arm({ directory, store, data, now, log }),
    ],
    faults,
    log,
  };
  // Uses the machine's clock, with which clients check the certificate.
  const { certificate, privateKey } = props.certificate ?? (await makeCertificate(new Date()));
  let count = 0;
  const server = createServer({ cert: certificate, key: privateKey }, (message, response) => {
    identify(message, response, ++count);
    serve(message, response, services).catch((error: unknown) => sendFailure(response, error));
  });
  // Node's default of five seconds is shorter than the pauses of a busy client, which would meet a closed connection.
  server.keepAliveTimeout = KEPT_OPEN;
  const listening = await listen(server, port);
  return {
    port: listening,
    origin: `https://${HOST}:${listening}`,
    tenantId: directory.defaultTenantId,
    certificate,
    requests: () => log.list(),
    addFault: (fault) => void faults.add(fault),
    changeSubscription: (id, change) => directory.change(id, change),
    close: async () => {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      log.close();
      state?.close();
    },
  };
}

interface Services {
  readonly control: Area;
  readonly areas: readonly Area[];
  readonly faults: Faults;
  readonly log: RequestLog;
}

async function serve(message: IncomingMessage, response: ServerResponse, services: Services): Promise<void> {
  const body = await readBody(message);
  const request = body === undefined ? undefined : parseRequest(message, body);
  if (body === undefined || request === undefined) {
    const [status, code] = body === undefined ? [413, "RequestContentTooLarge"] : [400, "BadRequest"];
    const error = { code, message: "The sandbox cannot read this request." };
    return send(response, { status, body: { error } });
  }
  const control = services.control.answer(request);
  if (control !== undefined) return send(response, control);
  const strike = services.faults.strike(request);
  if (strike !== undefined && strike.delayMs > 0) await delay(strike.delayMs);
  if (strike?.disconnect) {
    services.log.add(request, 0, strike.id);
    message.socket.destroy();
    return;
  }
  const reply = strike?.reply ?? answer(request, services.areas);
  services.log.add(request, reply.status, strike?.id);
  send(response, reply);
}

function answer(request: Request, areas: readonly Area[]): Reply {
  for (const area of areas) {
    const reply = area.answer(request);
    if (reply !== undefined) return reply;
  }
  return { status: 404 };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, HOST, () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}
