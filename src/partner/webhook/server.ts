import { createServer, type Server } from "node:http";
import type { WebhookHandler } from "./handler.ts";

/**
 * An HTTP server for Partner Center's events that ends connections on which nothing comes within seconds: those that are
 * held open would otherwise keep others out. It is not listening yet.
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
  // Also a connection on which nothing was sent at all.
  server.setTimeout(10_000);
  return server;
}
