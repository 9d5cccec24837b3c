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

process.on("message", async ({ args, cwd, env }) => {
  written = { stdout: "", stderr: "" };
  for (const name of Object.keys(process.env)) delete process.env[name];
  for (const [name, value] of Object.entries(env)) if (value !== undefined) process.env[name] = value;
  process.chdir(cwd);
  const status = await run(args, processConsole());
  process.send({ status, ...written });
});
process.on("disconnect", () => process.exit());
