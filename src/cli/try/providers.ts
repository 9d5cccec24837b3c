import type { StackFolder, Terraform } from "../../runner/index.ts";
import { printable } from "../../text/printable.ts";
import { runChild } from "./child.ts";

/** Long enough for a download. Terraform's own limits end a request to a registry that does not answer. */
const LONGEST = 300_000;
const SHORT_TIMEOUTS = { TF_REGISTRY_DISCOVERY_RETRY: "0", TF_REGISTRY_CLIENT_TIMEOUT: "5" };

/**
 * Returns why Terraform cannot install a stack's providers; undefined when it did. Runs `terraform init`, which fills
 * the cache for the others.
 */
export async function whyNoProviders(
  { binary, env }: Terraform,
  { folder }: StackFolder,
  cache: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  const args = ["init", "-backend=false", "-input=false", "-no-color"];
  const { code, stderr, stdout } = await runChild(binary, args, {
    cwd: folder,
    env: { ...env, ...cache, ...SHORT_TIMEOUTS },
    timeout: LONGEST,
  });
  return code === 0 ? undefined : firstError(`${stdout}${stderr}`);
}

function firstError(output: string): string {
  const text = output.slice(Math.max(0, output.indexOf("Error:")));
  return printable(text.replace(/[│╷╵\s]+/g, " ").trim(), 300);
}
