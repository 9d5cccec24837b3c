/**
 * Runs the sandbox, or its floor, in this process, with the load from another process: measures the time of the load
 * and
 * the memory of this process.
 *
 * Usage: node sandbox-part.js sandbox|floor REQUESTS
 */
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { z } from "zod";
import { startSandbox } from "../../src/sandbox/index.ts";
import { startFloor } from "./sandbox-floor.ts";

const [what, requests = "0"] = process.argv.slice(2);
const port = what === "floor" ? await startFloor() : (await startSandbox()).port;
const load = fileURLToPath(new URL("./sandbox-load.js", import.meta.url));
const { stdout } = await promisify(execFile)(process.execPath, [load, String(port), requests, "16"]);
const { refused, seconds } = z.object({ seconds: z.number(), refused: z.number() }).parse(JSON.parse(stdout));
if (refused > 0) throw new Error(`${refused} of ${requests} requests were refused`);
const file = process.env["BENCH_USAGE_FILE"];
if (file !== undefined) writeFileSync(`${file}.seconds`, String(seconds));
process.exit(0);
