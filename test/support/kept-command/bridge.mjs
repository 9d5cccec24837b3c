// A worker thread between a waiting test and the process of server.mjs: the test's own thread is blocked while it waits.
import { fork } from "node:child_process";
import { parentPort, workerData } from "node:worker_threads";

const { execArgv, port, server, signal } = workerData;
const flag = new Int32Array(signal);
let child;
let unanswered = false;

function answer(result) {
  unanswered = false;
  port.postMessage(result);
  Atomics.store(flag, 0, 1);
  Atomics.notify(flag, 0);
}

function started() {
  const made = fork(server, [], { execArgv, stdio: ["ignore", "ignore", "inherit", "ipc"] });
  made.on("message", answer);
  made.once("exit", (code, reason) => {
    if (child === made) child = undefined;
    if (unanswered) answer({ ended: `the process of the command ended: ${reason ?? code}` });
  });
  return made;
}

parentPort.on("message", (request) => {
  child ??= started();
  unanswered = true;
  child.send(request);
});
