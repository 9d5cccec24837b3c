import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import { AzureFailure } from "../azure/failure.ts";
import { type Answer, type Outgoing, type Send, sender } from "../azure/send.ts";
import { claimsOf } from "../azure/token-claims.ts";
import { makeCertificate } from "../sandbox/index.ts";
import { isRecord, textMember } from "../text/json.ts";
import { parsedJson } from "../text/parsed-json.ts";
import { type Exchange, SERVICES, type ServiceName } from "./recording.ts";

/** A recorded request with the real ids, names and addresses: it stays in memory. */
export type RawExchange = Omit<Exchange, "number">;

export interface RecorderProps {
  /** The addresses of the services, without a trailing slash. */
  readonly upstream: Readonly<Record<ServiceName, string>>;
  /**
   * Where azurerm signs in. It takes the address of ARM, here that of the endpoint, as the audience of its token, and
   * its requests for tokens are passed on with the real audience. They are not recorded. @default - no sign-in
   */
  readonly signIn?: { readonly authority: string; readonly audience: string };
  /** Trusted besides the machine's authorities, in PEM. @default - none */
  readonly certificateAuthority?: string;
  readonly now: () => Date;
}

/** Loopback endpoints that pass requests on to Azure and record them with the answers. */
export interface Recorder {
  /** The endpoints' own addresses. */
  readonly origins: Readonly<Record<ServiceName, string>>;
  /** The endpoints' certificate in PEM; clients must trust it. */
  readonly certificate: string;
  /** In the order of answers. */
  readonly exchanges: readonly RawExchange[];
  /** Names the step to which the next requests belong. */
  begin(step: string): void;
  close(): Promise<void>;
}

const HOST = "127.0.0.1";
/** The size limit of a request: ARM's own. */
const MOST_REQUEST_BYTES = 4 * 1024 * 1024;
/** The size limit of a body that is recorded. The list of resource providers has some megabytes. */
const MOST_KEPT_BYTES = 128 * 1024;
const TIMEOUT = 180_000;
/** Entra's endpoints for tokens and their description. */
const SIGN_IN = /^\/[^/?]+\/(?:oauth2\/(?:v2\.0\/)?token|v2\.0\/\.well-known\/openid-configuration)(?:\?|$)/i;
/** Headers of a connection, not of a request. */
const HOP = new Set([
  "host",
  "connection",
  "content-length",
  "transfer-encoding",
  "accept-encoding",
  "keep-alive",
  "upgrade",
  "expect",
  "te",
  "proxy-authorization",
  "proxy-connection",
]);
/** Headers of an answer that clients act on. */
const PASSED = [
  "content-type",
  "date",
  "location",
  "azure-asyncoperation",
  "retry-after",
  "etag",
  "www-authenticate",
  "x-ms-error-code",
  "x-ms-request-id",
  "x-ms-correlation-request-id",
  "x-ms-tenant-subscription-limit-hit",
  "x-ms-ratelimit-remaining-subscription-reads",
  "x-ms-ratelimit-remaining-subscription-writes",
  "x-ms-user-quota-remaining",
  "x-ms-user-quota-resets-after",
];
/** Those that are recorded. */
const KEPT = ["location", "azure-asyncoperation", "retry-after", "etag"];
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"] as const;

/**
 * Starts the recording endpoints on loopback, over TLS. Each passes requests on to one service with the caller's own
 * token, and adds no access: a request without a token arrives without one.
 *
 * azurerm finds ARM by the cloud's metadata, in which the endpoint names itself. azapi takes the address of ARM and
 * the audience of its token separately, and signs in directly.
 */
export async function startRecorder(props: RecorderProps): Promise<Recorder> {
  const { certificate, privateKey } = await makeCertificate(
    new Date(),
    "csp-baseline pilot (passes requests on)",
  );
  const { certificateAuthority } = props;
  const send = await sender({
    retries: 0,
    timeout: TIMEOUT,
    maxBytes: 64 * 1024 * 1024,
    ...(certificateAuthority === undefined ? {} : { certificateAuthority }),
  });
  const exchanges: RawExchange[] = [];
  let step = "";
  const servers: Server[] = [];
  const origins = { arm: "", graph: "", partnerCenter: "" };
  for (const service of SERVICES) {
    const upstream = props.upstream[service];
    const server = createServer({ cert: certificate, key: privateKey }, (message, response) => {
      const own = origins[service];
      const { signIn } = props;
      pass(message, response, { upstream, own, send, ...(signIn === undefined ? {} : { signIn }) }).then(
        (passed) => {
          if (passed === undefined) return;
          exchanges.push({ ...passed, step, service, at: props.now().toISOString() });
        },
        () => response.destroy(),
      );
    });
    server.keepAliveTimeout = 120_000;
    origins[service] = `https://${HOST}:${await listen(server)}`;
    servers.push(server);
  }
  return {
    origins,
    certificate,
    exchanges,
    begin: (name) => {
      step = name;
    },
    close: async () => {
      await Promise.all(servers.map(closed));
    },
  };
}

interface Passage {
  readonly upstream: string;
  readonly own: string;
  readonly send: Send;
  readonly signIn?: NonNullable<RecorderProps["signIn"]>;
}

type Passed = Omit<RawExchange, "step" | "service" | "at">;

/** Passes a request on. @returns what is recorded; undefined for the cloud's metadata and unreadable requests */
async function pass(
  message: IncomingMessage,
  response: ServerResponse,
  passage: Passage,
): Promise<Passed | undefined> {
  const { own, send, signIn, upstream } = passage;
  const body = await readBody(message);
  const method = METHODS.find((one) => one === message.method);
  const path = message.url ?? "/";
  if (body === undefined || method === undefined || !path.startsWith("/")) {
    response.writeHead(body === undefined ? 413 : 400).end();
    return undefined;
  }
  if (signIn !== undefined && SIGN_IN.test(path)) {
    const url = `${signIn.authority.replace(/\/+$/, "")}${path}`;
    // A form: the audience is percent-encoded in it.
    const form = body.replaceAll(encodeURIComponent(own), encodeURIComponent(signIn.audience));
    const given = await answerOf(send, {
      method,
      url,
      headers: passedHeaders(message),
      ...(form === "" ? {} : { body: form }),
    });
    reply(response, given, given.body, passage);
    return undefined;
  }
  const startedAt = performance.now();
  const outgoing: Outgoing = {
    method,
    url: `${upstream}${path}`,
    headers: passedHeaders(message),
    ...(body === "" ? {} : { body }),
  };
  const answer = await answerOf(send, outgoing);
  const milliseconds = Math.round(performance.now() - startedAt);
  const isMetadata = /^\/+metadata\/endpoints(?:\?|$)/i.test(path);
  const shown = isMetadata
    ? withOwnEndpoint(answer, own, signIn !== undefined)
    : withOwnLinks(answer, upstream, own);
  reply(response, answer, shown, passage);
  if (isMetadata) return undefined;
  const request = body === "" ? undefined : parsedJson(body);
  return {
    method,
    path,
    ...callerOf(message.headers.authorization),
    ...(request === undefined ? {} : { request }),
    answer: { ...recorded(answer), milliseconds },
  };
}

async function readBody(message: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    size += chunk.length;
    if (size <= MOST_REQUEST_BYTES) chunks.push(chunk);
  }
  return size > MOST_REQUEST_BYTES ? undefined : Buffer.concat(chunks).toString("utf8");
}

function passedHeaders({ headers }: IncomingMessage): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (!HOP.has(name) && typeof value === "string") passed[name] = value;
  }
  return passed;
}

/** Without an answer of Azure, the client gets a gateway's error, and the record a status of 0. */
async function answerOf(send: Send, outgoing: Outgoing): Promise<Answer & { readonly lost?: string }> {
  try {
    return await send(outgoing);
  } catch (error) {
    const lost = error instanceof AzureFailure ? error.message : "it failed without a reason";
    const message = `There is no answer from ${new URL(outgoing.url).host}: ${lost}`;
    const body = Buffer.from(JSON.stringify({ error: { code: "BadGateway", message } }));
    return {
      status: 502,
      body,
      header: (name) => (name === "content-type" ? "application/json" : undefined),
      lost,
    };
  }
}

/** The metadata with this endpoint in place of ARM's own and, where it passes sign-ins on, of Entra's. */
function withOwnEndpoint(answer: Answer, own: string, signsIn: boolean): Buffer {
  const metadata = parsedJson(answer.body.toString("utf8"));
  if (!isRecord(metadata)) return answer.body;
  const { authentication } = metadata;
  const login =
    signsIn && isRecord(authentication) ? { ...authentication, loginEndpoint: own } : authentication;
  return Buffer.from(JSON.stringify({ ...metadata, resourceManager: own, authentication: login }));
}

/** The links to further pages lead to this endpoint again. */
function withOwnLinks({ body }: Answer, upstream: string, own: string): Buffer {
  const from = JSON.stringify(upstream).slice(1, -1);
  if (!body.includes(from)) return body;
  const links = new RegExp(
    `("(?:@odata\\.)?nextLink"\\s*:\\s*")${from.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`,
    "gi",
  );
  return Buffer.from(body.toString("utf8").replace(links, `$1${own}`));
}

function reply(
  response: ServerResponse,
  answer: Answer,
  body: Buffer,
  { own, upstream }: { readonly own: string; readonly upstream: string },
): void {
  response.statusCode = answer.status;
  for (const name of PASSED) {
    const value = answer.header(name);
    if (value === undefined) continue;
    response.setHeader(name, value.startsWith(upstream) ? `${own}${value.slice(upstream.length)}` : value);
  }
  response.end(response.req.method === "HEAD" ? undefined : body);
}

function recorded(answer: Answer & { readonly lost?: string }): Omit<Exchange["answer"], "milliseconds"> {
  if (answer.lost !== undefined) return { status: 0, headers: {} };
  const headers: Record<string, string> = {};
  for (const name of KEPT) {
    const value = answer.header(name);
    if (value !== undefined) headers[name] = value.slice(0, 4000);
  }
  const { body, status } = answer;
  if (body.length > MOST_KEPT_BYTES) return { status, headers, cut: true };
  // Partner Center begins its answers with a byte order mark.
  const json = parsedJson(body.toString("utf8").replace(/^\ufeff/, ""));
  return json === undefined ? { status, headers } : { status, headers, body: json };
}

/** The tenant in the claims of an access token, and whether it is a user's. Azure checks the token. */
function callerOf(authorization: string | undefined): Pick<RawExchange, "tenant" | "byUser"> {
  const claims = claimsOf(authorization?.replace(/^Bearer +/i, "") ?? "");
  const tenant = textMember(claims, "tid")?.slice(0, 100);
  const isUser = textMember(claims, "idtyp") === "user" || textMember(claims, "scp") !== undefined;
  return { ...(tenant === undefined ? {} : { tenant }), ...(isUser ? { byUser: true } : {}) };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, HOST, () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
