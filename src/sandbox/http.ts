import type { IncomingHttpHeaders } from "node:http";
import type { Json } from "./json.ts";

/** A parsed request. */
export interface Request {
  /** In capitals. */
  readonly method: string;
  /** Decoded, with single slashes and no trailing slash: `/subscriptions/…/resourceGroups/rg`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** At most {@link MAX_BODY_BYTES}. */
  readonly body: string;
  /** The server's address in the request: `https://127.0.0.1:8443`. */
  readonly origin: string;
}

/** An answer. Its body is sent as JSON. */
export interface Reply {
  readonly status: number;
  readonly body?: Json;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * One of the services behind the sandbox's address, such as cloud metadata, Entra or ARM. The server has a list of
 * areas.
 */
export interface Area {
  /** Returns the answer, or `undefined` when the request is not for this area. */
  answer(request: Request): Reply | undefined;
}

/** Returns a query parameter by its name without case, as ARM does. */
export function queryParameter(request: Request, name: string): string | undefined {
  const wanted = name.toLowerCase();
  for (const [key, value] of request.query) {
    if (key.toLowerCase() === wanted && value !== "") return value;
  }
  return undefined;
}

/** Returns the bearer token of a request. */
export function bearerToken(request: Request): string | undefined {
  return /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
}

/** Whether an address is at this sandbox, as `localhost` or `127.0.0.1`. */
export function isOwnAddress(address: string, { origin }: Request): boolean {
  if (!URL.canParse(address)) return false;
  const { hostname, port, protocol } = new URL(address);
  return protocol === "https:" && LOOPBACK_NAMES.includes(hostname) && port === new URL(origin).port;
}

/** The names in the certificate. */
export const LOOPBACK_NAMES: readonly string[] = ["127.0.0.1", "localhost"];
