import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { messageOf } from "../../text/error-message.ts";
import { FRAUD_EVENT, TEST_EVENT } from "../partner-center/webhook-registration.ts";
import { type PartnerEvent, parseEvent, type ReceivedEvent } from "./event.ts";
import { checkSignature, claimedSignature, SignatureError } from "./signature.ts";
import { CertificateError, type SigningKeys } from "./signing-keys.ts";

/** Options of `webhookHandler`. */
export interface WebhookOptions {
  readonly keys: SigningKeys;
  readonly now: () => Date;
  /**
   * Accepts an event and stores it, before Partner Center gets its answer. If it rejects, the answer is 503, so that
   * the event is sent again. Resolves to false for an event that it does not accept, which is refused with 501; or to
   * the work after the answer.
   *
   * @default - security alerts go to `onAlert`, test events are acknowledged, and all others are refused with 501
   */
  readonly onEvent?: (event: ReceivedEvent) => Promise<boolean | AfterAnswer>;
  /** Called once for a security alert, after Partner Center got its answer. Without effect together with `onEvent`. */
  readonly onAlert?: (event: PartnerEvent) => Promise<void>;
  /** Called with refusals and failures, without data of the request. */
  readonly say: (message: string) => void;
  /** The maximum age of an event, in milliseconds. @default - a day */
  readonly maxAge?: number;
}

/** The work after an event was acknowledged. */
export type AfterAnswer = () => Promise<void>;

/** Handles one request; resolves after the forwarding. */
export type WebhookHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Partner Center's are some 300 bytes. */
const MAX_BODY_BYTES = 64 * 1024;
/** The time limit for a body, in milliseconds: it fits into one or two packets. */
const BODY_WITHIN = 5_000;
const DAY = 24 * 60 * 60 * 1000;
/** The maximum clock skew. */
const AHEAD = 5 * 60 * 1000;
const REMEMBERED = 10_000;

/**
 * Receives Partner Center's events as a plain HTTP handler, for a server or a function of any kind that leaves the body
 * unread. It answers with these status codes:
 * - 200: the event is accepted, or was accepted before
 * - 400: malformed; 401: unsigned or not trusted; 403: too old; 405: not a POST; 413: too large
 * - 501: no receiver accepts this kind of event
 * - 503: the certificate cannot be fetched or the event cannot be stored; the sender tries again
 */
export function webhookHandler(options: WebhookOptions): WebhookHandler {
  const { keys, maxAge = DAY, now, onAlert, onEvent, say } = options;
  const seen = new Set<string>();

  return async (request, response) => {
    try {
      const event = await accept(request);
      const isNew = !seen.has(event.id);
      const taken = isNew ? await take(event) : true;
      if (taken === false) throw new Refusal(501, `no receiver takes ${event.name}`);
      remember(event.id);
      answer(response, 200);
      if (taken === true) return;
      await taken().catch(() => say("an alert was acknowledged, and forwarding it failed"));
    } catch (error) {
      const status = statusOf(error);
      const reason = status === 500 ? "an internal error" : messageOf(error);
      say(`refused a request with ${status}: ${reason}`);
      if (status === 405) response.setHeader("Allow", "POST");
      answer(response, status);
    }
  };

  async function take(event: ReceivedEvent): Promise<boolean | AfterAnswer> {
    if (onEvent === undefined) {
      if (event.name === FRAUD_EVENT && onAlert !== undefined) return () => onAlert(event);
      return event.name === TEST_EVENT;
    }
    try {
      return await onEvent(event);
    } catch (error) {
      throw new Refusal(503, `the event cannot be kept: ${messageOf(error)}`);
    }
  }

  async function accept(request: IncomingMessage): Promise<ReceivedEvent> {
    if (request.method !== "POST") throw new Refusal(405, "the method is not POST");
    const body = await readBody(request);
    // Cheap checks come first: a certificate is fetched only for a body that is a current event.
    const claimed = claimedSignature(request.headers);
    const event = parseEvent(body);
    if (event === undefined) throw new Refusal(400, "the body is not an event");
    const age = now().getTime() - event.changed.getTime();
    if (age > maxAge || age < -AHEAD) throw new Refusal(403, "the event is not of today");
    await checkSignature(claimed, body, keys, request.socket?.remoteAddress ?? "");
    return { ...event, body: body.toString("utf8"), headers: signedHeaders(request.headers) };
  }

  function remember(id: string): void {
    seen.add(id);
    const [oldest] = seen;
    if (seen.size > REMEMBERED && oldest !== undefined) seen.delete(oldest);
  }
}

/** The data with which another system can verify the signature of the same bytes. */
const SIGNED_HEADERS = [
  "authorization",
  "x-ms-signature",
  "x-ms-certificate-url",
  "x-ms-signature-algorithm",
  "content-type",
];
const LONGEST_HEADER = 4000;

function signedHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    SIGNED_HEADERS.flatMap((name): [string, string][] => {
      const value = headers[name];
      return typeof value === "string" && value.length <= LONGEST_HEADER ? [[name, value]] : [];
    }),
  );
}

class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const announced = Number(request.headers["content-length"] ?? "0");
  if (announced > MAX_BODY_BYTES) throw new Refusal(413, "its body is too large");
  const chunks: Buffer[] = [];
  let size = 0;
  const timer = setTimeout(() => request.destroy(), BODY_WITHIN);
  try {
    for await (const chunk of request) {
      size += chunk.length;
      if (size > MAX_BODY_BYTES) break;
      chunks.push(chunk);
    }
  } catch {
    throw new Refusal(400, "its body ended early, or took too long");
  } finally {
    clearTimeout(timer);
  }
  if (size > MAX_BODY_BYTES) throw new Refusal(413, "its body is too large");
  return Buffer.concat(chunks);
}

function answer(response: ServerResponse, status: number): void {
  if (response.headersSent || response.destroyed) return;
  // The rest of a refused body is not awaited.
  response.writeHead(status, status === 413 ? { Connection: "close" } : {});
  response.end();
}

function statusOf(error: unknown): number {
  if (error instanceof Refusal || error instanceof SignatureError) return error.status;
  if (error instanceof CertificateError) return error.isTemporary ? 503 : 401;
  return 500;
}
