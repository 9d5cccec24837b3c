// Runs the compiled command again and again in one process, each time with its own arguments, folder and environment.
import { processConsole } from "../../../dist/src/cli/console.js";
import { run } from "../../../dist/src/cli/program.js";

let written = { stdout: "", stderr: "" };
for (const name of ["stdout", "stderr"]) {
  process[name].write = (chunk) => {
    written[name] += chunk;
    return true;
  };
  // Every run adds a listener.
  process[name].setMaxListeners(0);
}

/** Serves `csp-baseline sandbox` with these options while a command runs. */
async function inSandbox(options, env, command) {
  const lines = [];
  let ready;
  const serving = new Promise((resolve) => {
    ready = resolve;
  });
  const ended = run(["sandbox", ...options], {
    ...processConsole(),
    out: (text) => lines.push(text),
    err: (text) => text.startsWith("serving until") && ready(),
  });
  await Promise.race([serving, ended]);
  for (const line of lines) {
    const [, name, value] = /^export (\w+)='?(.*?)'?$/.exec(line) ?? [];
    if (name !== undefined) process.env[name] = value;
  }
  // NODE_EXTRA_CA_CERTS, which names the sandbox's certificate, is read only when a process starts.
  Object.assign(process.env, { NODE_TLS_REJECT_UNAUTHORIZED: "0", ...env });
  try {
    return await command();
  } finally {
    process.emit("SIGTERM");
    await ended;
  }
}

const { emitWarning } = process;
process.emitWarning = (warning, ...more) => {
  if (!String(warning).includes("NODE_TLS_REJECT_UNAUTHORIZED")) emitWarning.call(process, warning, ...more);
};

process.on("message", async ({ args, cwd, env, sandbox }) => {
  written = { stdout: "", stderr: "" };
  for (const name of Object.keys(process.env)) delete process.env[name];
  for (const [name, value] of Object.entries(env)) if (value !== undefined) process.env[name] = value;
  process.chdir(cwd);
  const command = () => run(args, processConsole());
  const status = await (sandbox === undefined ? command() : inSandbox(sandbox, env, command));
  process.send({ status, ...written });
});
process.on("disconnect", () => process.exit());
