import type { IncomingMessage } from "node:http";
import { createServer } from "node:https";
import { afterAll } from "vitest";
import { type AzureConnection, connect } from "../../../src/azure/connection.ts";
import { type Endpoints, endpointsOf } from "../../../src/azure/endpoints.ts";
import { makeCertificate } from "../../../src/sandbox/certificate.ts";

/** A request as received. */
export interface Received {
  readonly method: string;
  /** Includes the query. */
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; a text is sent unchanged. */
  readonly body?: unknown;
}

/** A server on loopback with TLS and the answers of a test. */
export interface Loopback {
  readonly origin: string;
  readonly certificate: string;
  readonly received: readonly Received[];
}

const servers: { close(): void }[] = [];
afterAll(() => {
  for (const server of servers.splice(0)) server.close();
});

export async function loopback(answer: (request: Received) => Answer): Promise<Loopback> {
  const { certificate, privateKey } = await makeCertificate(new Date());
  const received: Received[] = [];
  const server = createServer({ cert: certificate, key: privateKey }, (message, response) => {
    const pieces: Buffer[] = [];
    message.on("data", (piece: Buffer) => pieces.push(piece));
    message.on("end", () => {
      const request: Received = {
        method: message.method ?? "",
        url: message.url ?? "",
        headers: message.headers,
        body: Buffer.concat(pieces).toString(),
      };
      received.push(request);
      const { body, headers = {}, status = 200 } = answer(request);
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(typeof body === "string" ? body : JSON.stringify(body ?? {}));
    });
  });
  servers.push({
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
  return { origin: `https://127.0.0.1:${port}`, certificate, received };
}

export function endpointsAt(origin: string): Endpoints {
  return endpointsOf({ CSP_BASELINE_ARM_ENDPOINT: origin, CSP_BASELINE_PARTNER_CENTER_ENDPOINT: origin });
}

export const PARTNER_TENANT = "11111111-1111-1111-1111-111111111111";

/** A connection to such a server with an existing sign-in. */
export function connectTo(
  { certificate, origin }: Loopback,
  tenantId = PARTNER_TENANT,
): Promise<AzureConnection> {
  return connect({
    endpoints: endpointsAt(origin),
    tenantId,
    certificateAuthority: certificate,
    retries: 2,
    credential: {
      getToken: async (_scopes, options) => ({
        token: `token-of-${options?.tenantId ?? "anonymous"}`,
        expiresOnTimestamp: Date.now() + 3_600_000,
      }),
    },
  });
}

/** Returns an id of a subscription that ends in this number. */
export function subscriptionId(index: number): string {
  return `00000000-0000-0000-0000-${String(index).padStart(12, "0")}`;
}
