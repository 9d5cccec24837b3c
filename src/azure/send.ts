import type { HttpClient } from "@azure/core-rest-pipeline";
import type { TokenCredential } from "@azure/identity";
import { textMember } from "../text/json.ts";
import { traced } from "../text/trace.ts";
import { type Clock, MACHINE_CLOCK } from "./clock.ts";
import { AzureFailure, azureFailure } from "./failure.ts";
import type { Throttle } from "./throttle.ts";

export interface Outgoing {
  readonly method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Whether it may be sent again although an earlier attempt may have succeeded. @default - all but POST */
  readonly repeatable?: boolean;
  /** Whether it may be sent without TLS: the answer must prove its own origin. @default false */
  readonly plain?: boolean;
}

export interface Answer {
  readonly status: number;
  readonly body: Buffer;
  /** Returns a header by its name in lower case. */
  readonly header: (name: string) => string | undefined;
}

/**
 * Sends a request, and sends it again when the service throttles it or does not answer.
 * @throws {AzureFailure} if the service does not respond, or its response is too large. Error responses are returned.
 */
export type Send = (request: Outgoing) => Promise<Answer>;

export interface SendOptions {
  /** @default - the machine's clock */
  readonly clock?: Clock;
  /** The number of times that a request is sent again. @default 4 */
  readonly retries?: number;
  /** In seconds. An answer that asks for a longer wait is returned. @default 120 */
  readonly longestWait?: number;
  /** A further certificate authority to trust, in PEM; NODE_EXTRA_CA_CERTS sets it for the whole process. */
  readonly certificateAuthority?: string;
  /** In milliseconds, for one attempt. @default 60 seconds */
  readonly timeout?: number;
  /** The size limit of an answer, decompressed. @default 16 MiB */
  readonly maxBytes?: number;
  /** Counts each attempt and delays it according to the service's limits. @default - no limit */
  readonly throttle?: Throttle;
  /** Signs each request with a token for this scope. @default - no token */
  readonly signIn?: { readonly credential: TokenCredential; readonly scope: string };
}

const BUSY = [429, 503, 504];
/** Statuses after which the request may have had its effect. */
const BROKEN = [408, 500, 502];
/** Errors of certificates, for which another attempt does not help. */
const LASTING = /CERT|_TLS_|UNABLE_TO_VERIFY/;

/**
 * Sends with the HTTP client of Azure's SDK, which supports the environment's proxies. Follows no redirects, because
 * they would receive the token.
 */
export async function sender(options: SendOptions = {}): Promise<Send> {
  const { clock = MACHINE_CLOCK, longestWait = 120, retries = 4 } = options;
  const once = await sendOnce(options);
  // After a request without an answer in all its tries, the next requests to that origin get one try each until one is
  // answered. Otherwise an audit with thousands of requests would take hours to report that Azure is unreachable.
  const unreachable = new Set<string>();
  return async (request) => {
    const origin = URL.canParse(request.url) ? new URL(request.url).origin : request.url;
    const isRepeatable = request.repeatable ?? request.method !== "POST";
    const passing = isRepeatable ? [...BUSY, ...BROKEN] : BUSY;
    for (let tries = 0; ; tries += 1) {
      const outcome = await attempt(once, request);
      const isLast = tries >= retries;
      if (outcome instanceof Error) {
        if (isPassing(outcome) && (isLast || unreachable.has(origin))) {
          unreachable.add(origin);
          throw azureFailure(outcome);
        }
        // A POST may have had its effect before the connection broke.
        if (isLast || !isRepeatable || !isPassing(outcome)) throw azureFailure(outcome);
        await clock.sleep(1000 * 2 ** tries);
        continue;
      }
      unreachable.delete(origin);
      const wait = passing.includes(outcome.status) ? secondsToWait(outcome, tries) : undefined;
      if (wait === undefined || isLast || wait > longestWait) return outcome;
      await clock.sleep(1000 * wait);
    }
  };
}

async function attempt(once: Send, request: Outgoing): Promise<Answer | Error> {
  try {
    return await once(request);
  } catch (error) {
    // The caller distinguishes errors by their kind.
    if (error instanceof Error) return error;
    return azureFailure(error);
  }
}

/** Whether an error is a temporary error of the network. */
function isPassing(error: Error): boolean {
  const isNetwork = error.name === "RestError" || error.name === "AbortError" || "syscall" in error;
  return isNetwork && !LASTING.test(textMember(error, "code") ?? "");
}

async function sendOnce(options: SendOptions): Promise<Send> {
  const { maxBytes = 16 * 1024 * 1024, timeout = 60_000 } = options;
  const pipelines = await import("@azure/core-rest-pipeline");
  const http = timeLimited(pipelines.createDefaultHttpClient(), timeout);
  const pipeline = await pipelineOf(options);
  return async ({ body, headers = {}, method, plain = false, url }) => {
    const request = pipelines.createPipelineRequest({
      url: new URL(url).href,
      method,
      allowInsecureConnection: plain,
      headers: pipelines.createHttpHeaders({ "accept-encoding": "identity", ...headers }),
      ...(body === undefined ? {} : { body }),
      // Streams every status: the body is read here, up to the size limit.
      streamResponseStatusCodes: new Set([Number.POSITIVE_INFINITY]),
    });
    const answer = await pipeline.sendRequest(http, request);
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of answer.readableStreamBody ?? []) {
      const bytes = Buffer.from(chunk);
      size += bytes.length;
      if (size > maxBytes) throw new AzureFailure(`its answer is larger than ${maxBytes} bytes`);
      chunks.push(bytes);
    }
    return {
      status: answer.status,
      body: Buffer.concat(chunks),
      header: (name) => answer.headers.get(name),
    };
  };
}

/**
 * Ends a request that is not answered in time. The client's own timer outlives a failed request and keeps the process
 * alive.
 */
function timeLimited(http: HttpClient, timeout: number): HttpClient {
  return {
    sendRequest: async (request) => {
      const controller = new AbortController();
      const timer = setTimeout(() => controller.abort(), timeout);
      request.abortSignal = controller.signal;
      try {
        const asked = `${request.method} ${request.url}`;
        return await traced(
          asked,
          () => http.sendRequest(request),
          ({ status }) => String(status),
        );
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

async function pipelineOf({ certificateAuthority, signIn, throttle }: SendOptions) {
  const pipelines = await import("@azure/core-rest-pipeline");
  const pipeline = pipelines.createEmptyPipeline();
  pipeline.addPolicy(pipelines.proxyPolicy());
  if (certificateAuthority !== undefined)
    pipeline.addPolicy(pipelines.tlsPolicy({ ca: certificateAuthority }));
  if (signIn !== undefined) {
    const { credential, scope } = signIn;
    pipeline.addPolicy(pipelines.bearerTokenAuthenticationPolicy({ credential, scopes: scope }));
  }
  if (throttle !== undefined) {
    pipeline.addPolicy({
      name: "cspBaselineThrottle",
      sendRequest: (request, next) => throttle.send(request.url, () => next(request)),
    });
  }
  return pipeline;
}

function secondsToWait(answer: Answer, tries: number): number {
  const header = answer.header("retry-after") ?? "";
  if (/^\d+$/.test(header)) return Number(header);
  const until = Date.parse(header) - Date.parse(answer.header("date") ?? "");
  return Number.isFinite(until) ? Math.max(0, until / 1000) : 2 ** tries;
}

/** Parses the JSON of an answer, which may begin with a byte order mark. @throws {AzureFailure} */
export function jsonOf({ body, status }: Answer): unknown {
  const text = body.toString("utf8").replace(/^\ufeff/, "");
  if (text.trim() === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new AzureFailure("its answer is not JSON", status);
  }
}

/** Returns the error in an answer. It may not be JSON, because gateways send HTML. */
export function errorBodyOf(answer: Answer): unknown {
  try {
    return jsonOf(answer);
  } catch {
    return undefined;
  }
}
