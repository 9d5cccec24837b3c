import { createServer, type Server } from "node:http";
import type { WebhookHandler } from "./handler.ts";

/**
 * Creates an HTTP server for Partner Center's events that closes idle connections within seconds, so that they do not
 * block others. It is not listening yet.
 *
 * @example webhookServer(await fleetWebhook(fleet)).listen(8080)
 */
export function webhookServer(handler: WebhookHandler): Server {
  const server = createServer(
    {
      headersTimeout: 5_000,
      requestTimeout: 10_000,
      keepAliveTimeout: 5_000,
      connectionsCheckingInterval: 1_000,
    },
    (request, response) => void handler(request, response),
  );
  // Including a connection without any data.
  server.setTimeout(10_000);
  return server;
}
