/**
 * A stand-in for Azure Resource Manager with ARM's published limits switched on: 250 reads of a principal in a subscription, refilled 25 a
 * second, and 15 queries of Resource Graph in 5 seconds. It answers for a generated fleet, and counts.
 */
import { createServer, type Server } from "node:https";
import { makeCertificate } from "../../src/sandbox/certificate.ts";
import { exportedResources } from "./generated-exports.ts";
import { customerTenant, subscriptionId } from "./generated-fleet.ts";

export interface LimitedAzure {
  readonly origin: string;
  readonly certificate: string;
  readonly counts: { requests: number; refused: number };
  close(): void;
}

const PAGE = 1000;
const READS = { capacity: 250, perSecond: 25 };
const QUERIES = { limit: 15, milliseconds: 5000 };

export async function startLimitedAzure(subscriptions: number): Promise<LimitedAzure> {
  const { certificate, privateKey } = await makeCertificate(new Date());
  const counts = { requests: 0, refused: 0 };
  const limits = new Limits();
  const index = new Map(Array.from({ length: subscriptions }, (_, at) => [subscriptionId(at), at]));
  let origin = "";
  const server: Server = createServer({ cert: certificate, key: privateKey }, (request, response) => {
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece));
    request.on("end", () => {
      counts.requests += 1;
      const url = new URL(request.url ?? "/", origin);
      const wait = limits.take(url.pathname);
      const headers = { "content-type": "application/json" };
      if (wait > 0) {
        counts.refused += 1;
        response.writeHead(429, { ...headers, "retry-after": String(Math.ceil(wait / 1000)) });
        response.end('{"error":{"code":"TooManyRequests","message":"limit"}}');
        return;
      }
      response.writeHead(200, headers);
      response.end(JSON.stringify(answer(url, Buffer.concat(pieces).toString(), index, origin)));
    });
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
  origin = `https://127.0.0.1:${port}`;
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { origin, certificate, counts, close };
}

function answer(url: URL, body: string, index: ReadonlyMap<string, number>, origin: string): unknown {
  if (/^\/providers\/microsoft\.resourcegraph/i.test(url.pathname))
    return graphAnswer(JSON.parse(body), index);
  const skip = Number(url.searchParams.get("skip") ?? 0);
  if (url.pathname === "/subscriptions") {
    const all = [...index.values()];
    const next =
      skip + PAGE < all.length
        ? { nextLink: `${origin}/subscriptions?api-version=2022-12-01&skip=${skip + PAGE}` }
        : {};
    return { value: all.slice(skip, skip + PAGE).map(subscription), ...next };
  }
  const [, id = "", type = ""] = /^\/subscriptions\/([^/]+)\/providers\/(.+)$/.exec(url.pathname) ?? [];
  return {
    value: exportedResources(index.get(id) ?? 0).filter(
      (one) => one.type.toLowerCase() === type.toLowerCase(),
    ),
  };
}

interface GraphRequest {
  readonly query: string;
  readonly subscriptions?: readonly string[];
  readonly options?: { readonly $skipToken?: string };
}

function graphAnswer(
  { options, query, subscriptions }: GraphRequest,
  index: ReadonlyMap<string, number>,
): unknown {
  const isList = query.includes("'microsoft.resources/subscriptions'");
  const wanted = subscriptions ?? [...index.keys()];
  const from = Number(options?.$skipToken ?? 0);
  const rows = isList
    ? wanted.slice(from, from + PAGE).map((id) => subscription(index.get(id) ?? 0))
    : query.startsWith("resources ")
      ? graphRows(wanted, index, from)
      : [];
  const total = isList ? wanted.length : query.startsWith("resources ") ? wanted.length * ROWS : 0;
  const next = from + PAGE < total ? { $skipToken: String(from + PAGE) } : {};
  return { totalRecords: total, count: rows.length, data: rows, resultTruncated: "false", ...next };
}

const inGraph = (at: number) =>
  exportedResources(at).filter(({ type }) => type.startsWith("microsoft.insights"));
const ROWS = inGraph(0).length;

function graphRows(wanted: readonly string[], index: ReadonlyMap<string, number>, from: number): unknown[] {
  const first = Math.floor(from / ROWS);
  const some = wanted.slice(first, first + Math.ceil(PAGE / ROWS) + 1);
  const rows = some.flatMap((id) => inGraph(index.get(id) ?? 0));
  return rows.slice(from - first * ROWS, from - first * ROWS + PAGE);
}

function subscription(at: number) {
  const id = subscriptionId(at);
  return {
    id: `/subscriptions/${id}`,
    subscriptionId: id,
    tenantId: customerTenant(at),
    displayName: `Subscription ${at}`,
    name: `Subscription ${at}`,
    state: "Enabled",
  };
}

/** Azure's own limits: how long a request has to wait, 0 where it need not. */
class Limits {
  readonly #buckets = new Map<string, { tokens: number; at: number }>();
  readonly #queries: number[] = [];

  take(path: string): number {
    const now = performance.now();
    if (/^\/providers\/microsoft\.resourcegraph/i.test(path)) return this.#query(now);
    const id = path.split("/")[2] ?? "";
    const bucket = this.#buckets.get(id) ?? { tokens: READS.capacity, at: now };
    this.#buckets.set(id, bucket);
    bucket.tokens = Math.min(READS.capacity, bucket.tokens + ((now - bucket.at) / 1000) * READS.perSecond);
    bucket.at = now;
    if (bucket.tokens < 1) return ((1 - bucket.tokens) / READS.perSecond) * 1000;
    bucket.tokens -= 1;
    return 0;
  }

  #query(now: number): number {
    while ((this.#queries[0] ?? now) <= now - QUERIES.milliseconds) this.#queries.shift();
    if (this.#queries.length >= QUERIES.limit) return (this.#queries[0] ?? now) + QUERIES.milliseconds - now;
    this.#queries.push(now);
    return 0;
  }
}
