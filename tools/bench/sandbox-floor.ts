import { createServer } from "node:https";
import { makeCertificate } from "../../src/sandbox/index.ts";

const BODY = JSON.stringify({ value: [], filler: "x".repeat(600) });

/** Starts the minimal sandbox: the same TLS server, with one answer for every request. Resolves with its port. */
export async function startFloor(): Promise<number> {
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
