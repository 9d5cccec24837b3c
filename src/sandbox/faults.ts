import { z } from "zod";
import type { Reply, Request } from "./http.ts";

/** The body of `POST /sandbox/faults`. */
export const faultSchema = z.strictObject({
  /** The matching requests: by method, and by a part of the path, without case; `*` matches any text. */
  method: z.string().max(10).optional(),
  path: z.string().max(2000).optional(),
  /** The number of matching requests before the fault applies. */
  after: z.int().min(0).default(0),
  /** The number of requests to which it applies; null for all until it is removed. */
  times: z.int().min(1).nullable().default(1),
  /** The answer's status. If omitted, the request is answered normally after the delay. */
  status: z.int().min(400).max(599).optional(),
  code: z.string().max(100).optional(),
  message: z.string().max(2000).optional(),
  /** For the Retry-After header, in seconds. @default - 1 with status 429, otherwise none */
  retryAfter: z.int().min(0).max(3600).optional(),
  delayMs: z.int().min(0).max(600_000).optional(),
  /** Closes the connection instead of answering. */
  disconnect: z.boolean().optional(),
});

export type FaultProps = z.input<typeof faultSchema>;

interface Fault extends z.output<typeof faultSchema> {
  readonly id: number;
  readonly matches: (request: Request) => boolean;
  seen: number;
}

/** The effect of a fault on a request. */
export interface Strike {
  readonly id: number;
  readonly delayMs: number;
  readonly disconnect: boolean;
  readonly reply?: Reply;
}

const CODES: Readonly<Record<number, string>> = {
  429: "TooManyRequests",
  500: "InternalServerError",
  502: "BadGateway",
  503: "ServiceUnavailable",
  504: "GatewayTimeout",
};

/** Configurable failures: throttling, server errors, slow answers, closed connections. */
export class Faults {
  #faults: Fault[] = [];
  #count = 0;

  /** @returns the fault's number */
  add(props: FaultProps): number {
    const fault = faultSchema.parse(props);
    const id = ++this.#count;
    this.#faults.push({ ...fault, id, matches: matcher(fault), seen: 0 });
    return id;
  }

  clear(): void {
    this.#faults = [];
  }

  list(): readonly Omit<Fault, "matches">[] {
    return this.#faults.map(({ matches: _, ...fault }) => fault);
  }

  /** Returns the first fault that applies to this request, and counts it. */
  strike(request: Request): Strike | undefined {
    let struck: Fault | undefined;
    for (const fault of this.#faults) {
      if (!fault.matches(request)) continue;
      fault.seen += 1;
      if (struck === undefined && fault.seen > fault.after) struck = fault;
    }
    this.#faults = this.#faults.filter(({ after, seen, times }) => times === null || seen < after + times);
    if (struck === undefined) return undefined;
    const { delayMs = 0, disconnect = false, id, status } = struck;
    return { id, delayMs, disconnect, ...(status === undefined ? {} : { reply: replyOf(struck, status) }) };
  }
}

function replyOf({ code, message, retryAfter }: Fault, status: number): Reply {
  const seconds = retryAfter ?? (status === 429 ? 1 : undefined);
  return {
    status,
    headers: seconds === undefined ? {} : { "Retry-After": String(seconds) },
    body: {
      error: {
        code: code ?? CODES[status] ?? "SandboxFault",
        message: message ?? "A fault that was asked of the csp-baseline sandbox.",
      },
    },
  };
}

function matcher({ method, path }: z.output<typeof faultSchema>): (request: Request) => boolean {
  const wanted = method?.toUpperCase();
  const parts = path?.toLowerCase().split("*") ?? [];
  return (request) =>
    (wanted === undefined || wanted === request.method) && hasInOrder(request.path.toLowerCase(), parts);
}

/** Whether the text contains all parts in order. Not a regular expression, which a caller could make slow. */
function hasInOrder(text: string, parts: readonly string[]): boolean {
  let from = 0;
  for (const part of parts) {
    const found = text.indexOf(part, from);
    if (found === -1) return false;
    from = found + part.length;
  }
  return true;
}
