import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { MatcherResult } from "./result.ts";
import { readValidation, runTerraform, showDiagnostic } from "./terraform.ts";
import { inWorkspace, type StackFolder } from "./workspace.ts";

/** Matchers that run Terraform. */

export interface TerraformOptions {
  /**
   * The timeout of each Terraform command in seconds. The test's own timeout must be longer.
   * @default 120
   */
  readonly timeoutSeconds?: number;
}

const TIMEOUT_SECONDS = 120;

interface Verdict {
  readonly name: string;
  readonly accepted: boolean;
  /** Terraform's errors, or its output. */
  readonly report: string;
}

/**
 * Asserts that `terraform validate` accepts the stack: every provider has these attributes with their types. No backend
 * is configured and no credentials are used, but the providers must be available (registry, mirror or cache).
 *
 * @param received a value for `synthesize`, or an output folder, whose stacks are all validated
 * @throws Error when Terraform or a provider is missing: the stack is then neither valid nor invalid
 */
export function toBeValidTerraform(received: unknown, options: TerraformOptions = {}): MatcherResult {
  const timeout = options.timeoutSeconds ?? TIMEOUT_SECONDS;
  return judge(
    inWorkspace(received, (stack) => validate(stack, timeout)),
    "be valid Terraform",
  );
}

/**
 * Asserts that `terraform plan` succeeds from an empty local state, for any backend of the stack. Providers are called
 * with the credentials of the environment; a stack that adopts existing resources reads them.
 *
 * @param received a value for `synthesize`, or an output folder, whose stacks are all planned
 * @throws Error when Terraform or a provider is missing
 */
export function toPlanSuccessfully(received: unknown, options: TerraformOptions = {}): MatcherResult {
  const timeout = options.timeoutSeconds ?? TIMEOUT_SECONDS;
  return judge(
    inWorkspace(received, (stack) => plan(stack, timeout)),
    "plan successfully",
  );
}

function validate({ name, folder }: StackFolder, timeout: number): Verdict {
  const refusal = init({ name, folder }, ["-backend=false"], timeout);
  if (refusal !== undefined) return refusal;
  const run = runTerraform(folder, ["validate", "-no-color", "-json"], timeout);
  const { valid, diagnostics } = readValidation(run.stdout);
  return { name, accepted: valid, report: diagnostics.map(showDiagnostic).join("\n") };
}

function plan({ name, folder }: StackFolder, timeout: number): Verdict {
  // A backend in an override file replaces any backend or cloud block.
  // https://developer.hashicorp.com/terraform/language/files/override#merging-terraform-blocks
  writeFileSync(join(folder, "local_override.tf.json"), '{"terraform":{"backend":{"local":{}}}}');
  const refusal = init({ name, folder }, [], timeout);
  if (refusal !== undefined) return refusal;
  const run = runTerraform(folder, ["plan", "-input=false", "-lock=false", "-no-color"], timeout);
  return { name, accepted: run.status === 0, report: indent(run.output) };
}

/**
 * Initializes the folder. A configuration that Terraform cannot read is a verdict. Other errors (no registry, no such
 * provider) prove nothing about the stack and must not satisfy a `.not` either.
 */
function init({ name, folder }: StackFolder, args: readonly string[], timeout: number): Verdict | undefined {
  const run = runTerraform(folder, ["init", ...args, "-input=false", "-no-color"], timeout);
  if (run.status === 0) return undefined;
  if (/problems\s+with\s+the\s+configuration/.test(run.output))
    return { name, accepted: false, report: indent(run.output) };
  throw new Error(
    `terraform init failed for ${quote(name)}, so its validity is unknown:\n${indent(run.output)}\n` +
      "A provider comes from its registry, from a mirror named in the file of TF_CLI_CONFIG_FILE, or from the cache " +
      "in TF_PLUGIN_CACHE_DIR.",
  );
}

function judge(verdicts: readonly Verdict[], wish: string): MatcherResult {
  const refused = verdicts.filter((verdict) => !verdict.accepted);
  if (refused.length > 0) {
    const reports = refused.map(
      ({ name, report }) => `expected ${quote(name)} to ${wish}, but Terraform rejected it:\n${report}`,
    );
    return { pass: false, message: () => reports.join("\n\n") };
  }
  const names = verdicts.map(({ name }) => quote(name)).join(", ");
  return { pass: true, message: () => `expected ${names} not to ${wish}, but Terraform accepted it` };
}

function quote(name: string): string {
  return name === "the stack" ? name : `stack '${name}'`;
}

function indent(output: string): string {
  return output.replace(/^(?=.)/gm, "  ");
}
