import { appendFileSync, closeSync, openSync } from "node:fs";
import { accessClaims } from "./entra/token.ts";
import { bearerToken, queryParameter, type Request } from "./http.ts";
import { type JsonMap, parseMap } from "./json.ts";

const KEPT = 5000;
const MAX_BODY = 16 * 1024;

/**
 * A recorded request. Headers are not recorded, because they contain tokens, nor bodies for Entra, which contain
 * secrets.
 */
export interface RequestRecord {
  /** Counts from 1. */
  readonly number: number;
  readonly at: string;
  readonly method: string;
  readonly path: string;
  readonly api: string | null;
  /** The caller, from the access token. */
  readonly tenantId?: string;
  readonly appId?: string;
  /** The JSON body of a write to ARM, up to 16 KB. */
  readonly body?: JsonMap;
  readonly code: number;
  /** The number of the applied fault. */
  readonly fault?: number;
}

/** A stored request. Its body is parsed only when requested. */
interface KeptRequest extends Omit<RequestRecord, "body" | "code" | "fault"> {
  readonly text: string;
  readonly code: number;
  readonly fault: number | undefined;
}

/** The last 5,000 requests in memory, and all of them in a file, if there is one. */
export class RequestLog {
  readonly #records: KeptRequest[] = [];
  #file: number | undefined;
  readonly #now: () => Date;
  #count = 0;

  /** @param file appended to, a line of JSON for each request; only its owner can read it */
  constructor(now: () => Date, file?: string) {
    this.#now = now;
    this.#file = file === undefined ? undefined : openSync(file, "a", 0o600);
  }

  add(request: Request, code: number, fault?: number): void {
    this.#count += 1;
    const { method, path } = request;
    const kept: KeptRequest = {
      number: this.#count,
      at: this.#now().toISOString(),
      method,
      path,
      api: queryParameter(request, "api-version") ?? null,
      ...caller(request),
      text: keptBody(request),
      code,
      fault,
    };
    this.#records.push(kept);
    if (this.#records.length > KEPT * 1.2) this.#records.splice(0, this.#records.length - KEPT);
    if (this.#file !== undefined) appendFileSync(this.#file, `${JSON.stringify(recordOf(kept))}\n`);
  }

  /** Lists requests in the order of their answers. @param since only those with a greater number */
  list(since = 0): readonly RequestRecord[] {
    return this.#records
      .slice(-KEPT)
      .filter(({ number }) => number > since)
      .map(recordOf);
  }

  clear(): void {
    this.#records.length = 0;
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }
}

function caller(request: Request): Pick<RequestRecord, "tenantId" | "appId"> {
  const claims = accessClaims(bearerToken(request) ?? "");
  return claims === undefined ? {} : { tenantId: claims.tenantId, appId: claims.appId };
}

function keptBody({ body, path }: Request): string {
  return body.length > MAX_BODY || path.toLowerCase().includes("/oauth2/") ? "" : body;
}

function recordOf({ code, fault, text, ...rest }: KeptRequest): RequestRecord {
  const body = text === "" ? undefined : parseMap(text);
  return {
    ...rest,
    ...(body === undefined ? {} : { body }),
    code,
    ...(fault === undefined ? {} : { fault }),
  };
}
