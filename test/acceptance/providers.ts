import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const BINARY = process.env["TERRAFORM_BINARY_NAME"] || "terraform";
const SUBSCRIPTION = "00000000-0000-0000-0000-000000000031";
/** Long enough for a download. A registry that does not answer is found out by Terraform's own, shorter limits. */
const LONGEST = 300_000;
const IMPATIENT = { TF_REGISTRY_DISCOVERY_RETRY: "0", TF_REGISTRY_CLIENT_TIMEOUT: "4" };

/**
 * Why the compiled project's stacks cannot be run with real Terraform on this machine; undefined when they can. Found
 * out by one `terraform init`.
 */
export function whyNotRun(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), "csp-baseline-acceptance-"));
  try {
    const args = ["synth", "--fleet", "fleet", "--out", folder, "--only", SUBSCRIPTION];
    const synth = spawnSync(process.execPath, [resolve("dist/src/cli/main.js"), ...args], {
      encoding: "utf8",
    });
    if (synth.status !== 0) throw new Error(`the example fleet cannot be synthesized: ${synth.stderr}`);
    const { error, status, stderr, stdout } = spawnSync(
      BINARY,
      ["init", "-backend=false", "-input=false", "-no-color"],
      {
        cwd: join(folder, "stacks", SUBSCRIPTION),
        encoding: "utf8",
        timeout: LONGEST,
        env: { ...process.env, CHECKPOINT_DISABLE: "1", ...IMPATIENT },
      },
    );
    if (status === 0) return undefined;
    if (error !== undefined) return `${BINARY} does not run: ${error.message}`;
    return `${BINARY} cannot install the providers. ${firstError(`${stdout}${stderr}`)}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function firstError(output: string): string {
  const text = output.slice(Math.max(0, output.indexOf("Error:")));
  return text.replace(/\s+/g, " ").trim().slice(0, 400);
}
