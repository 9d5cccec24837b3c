/**
 * npm run bench:sandbox [-- --requests 100000 --connections 16 --rounds 3]
 *
 * Requests a second and the slowest hundredth, of the sandbox and of a bare TLS server, in turn; then what memory the
 * sandbox holds after a fifth of so many requests and after all of them. The client is a process of its own.
 */
import { type ChildProcess, execFile, fork } from "node:child_process";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { z } from "zod";
import { median } from "./measure.ts";

const { values } = parseArgs({
  options: {
    requests: { type: "string", default: "100000" },
    connections: { type: "string", default: "16" },
    rounds: { type: "string", default: "3" },
  },
});
const requests = Number(values.requests);
const connections = Number(values.connections);
const rounds = Number(values.rounds);

const Started = z.object({ port: z.number() });
const Used = z.object({ megabytes: z.number(), cpuSeconds: z.number() });
const Seen = z.object({ seconds: z.number(), p99: z.number(), refused: z.number(), cpuSeconds: z.number() });
const script = (name: string) => fileURLToPath(new URL(name, import.meta.url));

async function start(what: "sandbox" | "floor"): Promise<{ server: ChildProcess; port: number }> {
  const server = fork(script("./sandbox-server.js"), [what], { execArgv: ["--expose-gc"] });
  const [message] = await once(server, "message");
  return { server, port: Started.parse(message).port };
}

async function used(server: ChildProcess): Promise<z.infer<typeof Used>> {
  server.send("used");
  const [message] = await once(server, "message");
  return Used.parse(message);
}

async function load(port: number, count: number): Promise<z.infer<typeof Seen>> {
  const args = [script("./sandbox-load.js"), String(port), String(count), String(connections)];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const seen = Seen.parse(JSON.parse(stdout));
  if (seen.refused > 0) throw new Error(`${seen.refused} of ${count} requests were refused`);
  return seen;
}

/** Load on a server that is warm. */
async function speed(what: "sandbox" | "floor") {
  const { port, server } = await start(what);
  const count = Math.ceil(requests / 5);
  await load(port, Math.ceil(count / 4));
  const before = await used(server);
  const seen = await load(port, count);
  const after = await used(server);
  server.kill();
  const perCall = (seconds: number) => (seconds / count) * 1e6;
  const own = perCall(after.cpuSeconds - before.cpuSeconds);
  return { rate: count / seen.seconds, p99: seen.p99, own, client: perCall(seen.cpuSeconds) };
}

async function memory(): Promise<{ early: number; late: number }> {
  const { port, server } = await start("sandbox");
  const part = Math.ceil(requests / 5);
  await load(port, part);
  const early = (await used(server)).megabytes;
  await load(port, requests - part);
  const late = (await used(server)).megabytes;
  server.kill();
  return { early, late };
}

const ours: Awaited<ReturnType<typeof speed>>[] = [];
const floor: Awaited<ReturnType<typeof speed>>[] = [];
for (let round = 0; round < rounds; round += 1) {
  ours.push(await speed("sandbox"));
  floor.push(await speed("floor"));
}
const { early, late } = await memory();
const middle = (runs: typeof ours, of: "rate" | "p99" | "own" | "client") =>
  median(runs.map((run) => run[of]));
const whole = (value: number) => Math.round(value).toLocaleString("en-US");
console.log(
  `${connections} connections, ${availableParallelism()} cores, node ${process.versions.node}, medians of ${rounds}\n`,
);
console.log("| figure | goal | measured | bare TLS server |\n|---|---|---|---|");
console.log(
  `| requests a second | at least 2,000 | ${whole(middle(ours, "rate"))} | ${whole(middle(floor, "rate"))} |`,
);
console.log(
  `| slowest hundredth | under 20 ms | ${middle(ours, "p99").toFixed(1)} ms | ${middle(floor, "p99").toFixed(1)} ms |`,
);
console.log(
  `| processor time of the server for a request | - | ${whole(middle(ours, "own"))} µs | ${whole(middle(floor, "own"))} µs |`,
);
console.log(
  `| and of the client | - | ${whole(middle(ours, "client"))} µs | ${whole(middle(floor, "client"))} µs |`,
);
console.log(
  `| memory after ${whole(requests / 5)} and after ${whole(requests)} requests | flat | ${early.toFixed(0)} and ${late.toFixed(0)} MB | - |`,
);
