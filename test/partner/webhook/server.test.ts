import { connect } from "node:net";
import { afterAll, expect, test } from "vitest";
import { webhookServer } from "../../../src/partner/webhook/index.ts";

const servers: ReturnType<typeof webhookServer>[] = [];
afterAll(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

/** How long the server leaves a connection open on which this is sent and nothing more, in milliseconds. */
async function heldOpen(text: string): Promise<number> {
  const server = webhookServer(async (request, response) => {
    // Cut off by the server.
    request.on("error", () => {});
    request.resume();
    request.on("end", () => response.end());
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const started = performance.now();
  await new Promise<void>((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(text));
    socket.resume();
    socket.on("close", () => resolve());
    socket.on("error", () => resolve());
  });
  return performance.now() - started;
}

test.concurrent.each([
  ["nothing", ""],
  ["half of the headers", "POST / HTTP/1.1\r\nHost: x\r\n"],
  ["half of the body", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf"],
])("a connection on which %s is sent ends within seconds", { timeout: 40_000 }, async (_, text) => {
  // Node's own limits are a minute and five.
  expect(await heldOpen(text)).toBeLessThan(30_000);
});
