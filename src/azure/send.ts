import { type Clock, MACHINE_CLOCK } from "./clock.ts";
import { AzureFailure, azureFailure } from "./failure.ts";

export interface Outgoing {
  readonly method: "GET" | "POST" | "PUT" | "PATCH";
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Whether it may be sent again although an earlier try may have done its work. @default all but POST */
  readonly repeatable?: boolean;
  /** Whether it may go without TLS: what comes has to vouch for itself. @default false */
  readonly plain?: boolean;
}

export interface Answer {
  readonly status: number;
  readonly body: Buffer;
  /** By its name in lower case. */
  readonly header: (name: string) => string | undefined;
}

/**
 * Sends a request, and again what is refused for the rate or not answered.
 * @throws {AzureFailure} when there is no answer, or one that is too large; any status is an answer
 */
export type Send = (request: Outgoing) => Promise<Answer>;

export interface SendOptions {
  /** @default the machine's */
  readonly clock?: Clock;
  /** How often a request is sent again. @default 4 */
  readonly retries?: number;
  /** PEM of an authority to trust besides; NODE_EXTRA_CA_CERTS does it for the whole process. */
  readonly certificateAuthority?: string;
  /** In milliseconds, for one try. @default 60 seconds */
  readonly timeout?: number;
  /** @default 16 MiB */
  readonly maxBytes?: number;
}

/** Whoever is told to wait longer is told so, and may come back: nobody wants a command that hangs for an hour. */
const LONGEST_WAIT_SECONDS = 120;
const BUSY = [429, 503, 504];

/** Over the SDK's own HTTP client, which knows the environment's proxies. It follows no redirection: tokens would follow. */
export async function sender(options: SendOptions = {}): Promise<Send> {
  const { clock = MACHINE_CLOCK, retries = 4 } = options;
  const once = await sendOnce(options);
  return async (request) => {
    const isRepeatable = request.repeatable ?? request.method !== "POST";
    const passing = request.repeatable ? [...BUSY, 500, 502] : BUSY;
    for (let tries = 0; ; tries += 1) {
      const outcome = await attempt(once, request);
      const isLast = tries >= retries;
      if (outcome instanceof AzureFailure) {
        // A POST may have done its work before the connection broke.
        if (isLast || !isRepeatable) throw outcome;
        await clock.sleep(1000 * 2 ** tries);
        continue;
      }
      const wait = passing.includes(outcome.status) ? secondsToWait(outcome, tries) : undefined;
      if (wait === undefined || isLast || wait > LONGEST_WAIT_SECONDS) return outcome;
      await clock.sleep(1000 * wait);
    }
  };
}

async function attempt(once: Send, request: Outgoing): Promise<Answer | AzureFailure> {
  try {
    return await once(request);
  } catch (error) {
    return azureFailure(error);
  }
}

async function sendOnce(options: SendOptions): Promise<Send> {
  const { certificateAuthority, maxBytes = 16 * 1024 * 1024, timeout = 60_000 } = options;
  const pipelines = await import("@azure/core-rest-pipeline");
  const http = pipelines.createDefaultHttpClient();
  const pipeline = pipelines.createEmptyPipeline();
  pipeline.addPolicy(pipelines.proxyPolicy());
  if (certificateAuthority !== undefined)
    pipeline.addPolicy(pipelines.tlsPolicy({ ca: certificateAuthority }));
  return async ({ body, headers = {}, method, plain = false, url }) => {
    const request = pipelines.createPipelineRequest({
      url: new URL(url).href,
      method,
      timeout,
      allowInsecureConnection: plain,
      headers: pipelines.createHttpHeaders({ ...headers, "accept-encoding": "identity" }),
      ...(body === undefined ? {} : { body }),
      // Every status: the body is read here, and no further than allowed.
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

function secondsToWait(answer: Answer, tries: number): number {
  const header = answer.header("retry-after") ?? "";
  if (/^\d+$/.test(header)) return Number(header);
  const until = Date.parse(header) - Date.parse(answer.header("date") ?? "");
  return Number.isFinite(until) ? Math.max(0, until / 1000) : 2 ** tries;
}

/** The JSON of an answer; some begin with a byte order mark. @throws {AzureFailure} */
export function jsonOf({ body, status }: Answer): unknown {
  const text = body.toString("utf8").replace(/^\ufeff/, "");
  if (text.trim() === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new AzureFailure("its answer is not JSON", status);
  }
}

/** What an error says: it need not be JSON, as a gateway writes HTML. */
export function errorBodyOf(answer: Answer): unknown {
  try {
    return jsonOf(answer);
  } catch {
    return undefined;
  }
}
