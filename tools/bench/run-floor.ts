/**
 * The floor of `plan`: only the three commands of Terraform for every stack, with the runner's parallelism.
 *
 * Usage: node run-floor.js OUTDIR PLANS
 */
import { spawn } from "node:child_process";
import { mkdirSync, readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";

const [outdir = "", plans = ""] = process.argv.slice(2);
const terraform = process.env["TERRAFORM_BINARY_NAME"] || "terraform";
mkdirSync(plans, { recursive: true });
const stacks = readdirSync(join(outdir, "stacks")).values();

async function lane(): Promise<void> {
  for (const id of stacks) {
    const cwd = join(outdir, "stacks", id);
    const file = join(plans, id);
    for (const args of [["init"], ["plan", `-out=${file}`], ["show", "-json", file]]) await run(args, cwd);
  }
}

function run(args: readonly string[], cwd: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(terraform, args, { cwd, stdio: "ignore" });
    child.on("error", reject);
    child.on("exit", (status) => (status === 0 ? resolve() : reject(new Error(`${args[0]}: ${status}`))));
  });
}

await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, lane));
