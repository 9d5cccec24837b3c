import { spawnSync } from "node:child_process";
import { isPlainMap } from "../text/json.ts";
import { show } from "./values.ts";

/** The result of one Terraform run. */
export interface TerraformRun {
  readonly status: number;
  readonly stdout: string;
  /** The output: errors and warnings, or else the full output. */
  readonly output: string;
}

const MOST_OUTPUT_BYTES = 64 * 1024 * 1024;

/**
 * Runs Terraform, or the binary of `TERRAFORM_BINARY_NAME` (as in CDK for Terraform; OpenTofu's `tofu` works), in
 * `folder`. Synchronous, because a matcher that is not awaited must not pass.
 *
 * @throws Error when the binary is missing, or is killed at the timeout
 */
export function runTerraform(folder: string, args: readonly string[], timeoutSeconds: number): TerraformRun {
  const binary = process.env["TERRAFORM_BINARY_NAME"] || "terraform";
  const command = `${binary} ${args.join(" ")}`;
  const { TF_DATA_DIR: _data, TF_WORKSPACE: _workspace, ...environment } = process.env;
  const run = spawnSync(binary, args, {
    cwd: folder,
    encoding: "utf8",
    env: { ...environment, CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1", TF_INPUT: "0" },
    killSignal: "SIGKILL",
    maxBuffer: MOST_OUTPUT_BYTES,
    stdio: ["ignore", "pipe", "pipe"],
    timeout: timeoutSeconds * 1000,
  });
  if (run.error !== undefined) throw new Error(couldNotRun(command, binary, run.error, timeoutSeconds));
  if (run.status === null) throw new Error(`'${command}' was ended by ${run.signal ?? "a signal"}`);
  return { status: run.status, stdout: run.stdout, output: tidy(run.stderr) || tidy(run.stdout) };
}

function couldNotRun(command: string, binary: string, error: Error, timeoutSeconds: number): string {
  const code = "code" in error ? error.code : undefined;
  if (code === "ENOENT") {
    return `'${binary}' was not found: install Terraform, or name its binary in TERRAFORM_BINARY_NAME`;
  }
  if (code === "ETIMEDOUT") {
    return `'${command}' did not end within ${timeoutSeconds} seconds: pass { timeoutSeconds } for more`;
  }
  return `'${command}' could not run: ${error.message}`;
}

/** Removes Terraform's frame around an error. */
function tidy(output: string): string {
  return output
    .replace(/^[╷╵]\n?/gm, "")
    .replace(/^│ ?/gm, "")
    .replace(/^ *├─+\n/gm, "")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

/** One message of `terraform validate -json` (https://developer.hashicorp.com/terraform/internals/machine-readable-ui#diagnostic). */
export interface Diagnostic {
  readonly severity: string;
  readonly summary: string;
  readonly detail: string;
  /** The block of the message: `azurerm_resource_group.main`, or a block within it. */
  readonly address: string | undefined;
  /** `cdk.tf.json:12`. */
  readonly position: string | undefined;
}

/** Reads the output of `terraform validate -json`.
 *  @throws Error for other output */
export function readValidation(json: string): {
  readonly valid: boolean;
  readonly diagnostics: readonly Diagnostic[];
} {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    parsed = undefined;
  }
  if (!isPlainMap(parsed) || typeof parsed.valid !== "boolean") {
    throw new Error(`expected the JSON of terraform validate, found ${show(json)}`);
  }
  const diagnostics: readonly unknown[] = Array.isArray(parsed.diagnostics) ? parsed.diagnostics : [];
  return { valid: parsed.valid, diagnostics: diagnostics.filter(isPlainMap).map(readDiagnostic) };
}

function readDiagnostic(json: Readonly<Record<string, unknown>>): Diagnostic {
  const range = isPlainMap(json.range) ? json.range : {};
  const start = isPlainMap(range.start) ? range.start : {};
  const snippet = isPlainMap(json.snippet) ? json.snippet : {};
  const file = text(range.filename);
  return {
    severity: text(json.severity) ?? "error",
    summary: text(json.summary) ?? "",
    detail: text(json.detail) ?? "",
    // Most errors of `validate` have no address, but the path of the enclosing block in the JSON.
    address: text(json.address) ?? text(snippet.context)?.replace(/^resource\./, ""),
    position: file === undefined ? undefined : `${file}:${String(start.line)}`,
  };
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** Formats a diagnostic: severity and summary, position, and the detail below them. */
export function showDiagnostic({ severity, summary, detail, address, position }: Diagnostic): string {
  const where = [address, position].filter((part) => part !== undefined).join(", ");
  const lines = [`${severity}: ${summary}`, ...(where === "" ? [] : [`at ${where}`]), ...detail.split("\n")];
  return lines
    .filter((line) => line.trim() !== "")
    .map((line, index) => `${index === 0 ? "  " : "    "}${line}`)
    .join("\n");
}
