/**
 * The sandbox in a process of its own, or its floor. Says its port to its parent, and then, whenever it is asked, what
 * memory it holds and what its processor time is.
 *
 * Usage: fork("sandbox-server.js", ["sandbox" | "floor"])
 */
import { startSandbox } from "../../src/sandbox/index.ts";
import { startFloor } from "./sandbox-floor.ts";

const port = process.argv[2] === "floor" ? await startFloor() : (await startSandbox()).port;
process.send?.({ port });
process.on("message", () => {
  globalThis.gc?.();
  const { system, user } = process.cpuUsage();
  process.send?.({ megabytes: process.memoryUsage.rss() / 1024 / 1024, cpuSeconds: (system + user) / 1e6 });
});
