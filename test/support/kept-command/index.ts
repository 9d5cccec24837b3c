import { fileURLToPath } from "node:url";
import { MessageChannel, receiveMessageOnPort, Worker } from "node:worker_threads";
import { z } from "zod";

/*
 * The command in a process that stays for all tests of a worker. A new process for each call spends most of its time
 * on loading modules.
 */

const PATIENCE = 120_000;
const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const Answer = z.union([
  z.strictObject({ status: z.number(), stdout: z.string(), stderr: z.string() }),
  z.strictObject({ ended: z.string() }),
]);

interface Kept {
  readonly worker: Worker;
  readonly flag: Int32Array;
  readonly port: MessageChannel["port1"];
}

let kept: Kept | undefined;

function start(execArgv: readonly string[]): Kept {
  const signal = new SharedArrayBuffer(4);
  const { port1, port2 } = new MessageChannel();
  const worker = new Worker(path("bridge.mjs"), {
    execArgv: [],
    transferList: [port2],
    workerData: { execArgv, port: port2, server: path("server.mjs"), signal },
  });
  worker.unref();
  return { worker, flag: new Int32Array(signal), port: port1 };
}

/** One call: its arguments and its surroundings, and the options of Node for the process, which the first call sets. */
export interface KeptCall {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly execArgv: readonly string[];
  /** The options of a sandbox of Azure in which it runs. @default - none: it runs outside */
  readonly sandbox?: readonly string[];
}

/** Runs the compiled `csp-baseline` in the kept process and waits for its end. */
export function runKept({ args, cwd, env, execArgv, sandbox }: KeptCall): {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
} {
  kept ??= start(execArgv);
  const { flag, port, worker } = kept;
  Atomics.store(flag, 0, 0);
  worker.postMessage({ args, cwd, env, sandbox });
  const waited = Atomics.wait(flag, 0, 0, PATIENCE);
  const answer = Answer.parse(receiveMessageOnPort(port)?.message ?? { ended: waited });
  if ("ended" in answer) throw new Error(`csp-baseline ${args.join(" ")}: ${answer.ended}`);
  return answer;
}
