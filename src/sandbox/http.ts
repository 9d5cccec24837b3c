import type { IncomingHttpHeaders } from "node:http";
import type { Json } from "./json.ts";

/** A request as the sandbox's parts see it. */
export interface Request {
  /** In capitals. */
  readonly method: string;
  /** Decoded, one slash between segments, none at the end: `/subscriptions/…/resourceGroups/rg`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** At most {@link MAX_BODY_BYTES}. */
  readonly body: string;
  /** The address under which the client reached us: `https://127.0.0.1:8443`. */
  readonly origin: string;
}

/** An answer; its body is sent as JSON. */
export interface Reply {
  readonly status: number;
  readonly body?: Json;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * One of the services behind the sandbox's single address: cloud metadata, Entra, ARM. Another one, such as
 * Microsoft Graph, is another area in the server's list.
 */
export interface Area {
  /** The answer, or `undefined` when the request is not for this area. */
  answer(request: Request): Reply | undefined;
}

/** A query parameter by its name without case, as ARM reads them. */
export function queryParameter(request: Request, name: string): string | undefined {
  const wanted = name.toLowerCase();
  for (const [key, value] of request.query) {
    if (key.toLowerCase() === wanted && value !== "") return value;
  }
  return undefined;
}

/** The bearer token of a request. */
export function bearerToken(request: Request): string | undefined {
  return /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
}

/** Whether an address lies at this very sandbox, by either of its names: `localhost` and `127.0.0.1` are one. */
export function isOwnAddress(address: string, { origin }: Request): boolean {
  if (!URL.canParse(address)) return false;
  const { hostname, port, protocol } = new URL(address);
  return protocol === "https:" && LOOPBACK_NAMES.includes(hostname) && port === new URL(origin).port;
}

/** The names the certificate is for. */
export const LOOPBACK_NAMES: readonly string[] = ["127.0.0.1", "localhost"];
