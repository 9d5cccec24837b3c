/**
 * The sandbox in a process of its own, or its floor: the same TLS server, which answers every request alike. Says its
 * port to its parent, and then, whenever it is asked, what memory it holds and what its processor time is.
 *
 * Usage: fork("sandbox-server.js", ["sandbox" | "floor"])
 */
import { createServer } from "node:https";
import { makeCertificate, startSandbox } from "../sandbox/index.ts";

const BODY = JSON.stringify({ value: [], filler: "x".repeat(600) });

async function floor(): Promise<number> {
  const { certificate, privateKey } = await makeCertificate(new Date());
  const server = createServer({ cert: certificate, key: privateKey }, (message, response) => {
    message.resume().on("end", () => {
      response.setHeader("Content-Type", "application/json");
      response.end(BODY);
    });
  });
  return await new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
}

const port = process.argv[2] === "floor" ? await floor() : (await startSandbox()).port;
process.send?.({ port });
process.on("message", () => {
  globalThis.gc?.();
  const { system, user } = process.cpuUsage();
  process.send?.({ megabytes: process.memoryUsage.rss() / 1024 / 1024, cpuSeconds: (system + user) / 1e6 });
});
