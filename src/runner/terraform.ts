import { spawn, spawnSync } from "node:child_process";
import { closeSync, fstatSync, mkdirSync, openSync, writeSync } from "node:fs";
import { basename, dirname, isAbsolute, resolve } from "node:path";
import { z } from "zod";
import { messageOf, systemCode } from "../text/error-message.ts";
import { secretsOf } from "../text/mask-message.ts";
import { printable } from "../text/printable.ts";
import { traced } from "../text/trace.ts";
import { classify, type Failure, textFrom } from "./failure.ts";
import { RunnerError } from "./runner-error.ts";

/** Terraform or OpenTofu: the binary of TERRAFORM_BINARY_NAME. */
export interface Terraform {
  readonly binary: string;
  readonly version: string;
  /** The environment of the process; never shown. */
  readonly env: NodeJS.ProcessEnv;
}

/** Imports with `for_each`, which stacks use to adopt existing resources, need 1.7 of either. */
const OLDEST = [1, 7] as const;
const VersionOutput = z.object({ terraform_version: z.string() });

/**
 * Finds Terraform.
 * @throws {RunnerError} when it is missing or too old, and when the environment would change its behavior
 */
export function findTerraform(env: NodeJS.ProcessEnv): Terraform {
  const name = env["TERRAFORM_BINARY_NAME"] || "terraform";
  // Stacks run in their own folders, where a relative path has another meaning.
  const binary = basename(name) === name || isAbsolute(name) ? name : resolve(name);
  const own = terraformEnvironment(env);
  const { error, stdout } = spawnSync(binary, ["version", "-json"], {
    encoding: "utf8",
    env: own,
    timeout: 60_000,
  });
  if (error !== undefined) {
    const why = systemCode(error) === "ENOENT" ? "is not installed" : `does not run: ${messageOf(error)}`;
    throw new RunnerError(
      "outside",
      `${printable(name)} ${why}. Install Terraform ${OLDEST.join(".")} or newer, or name another binary in TERRAFORM_BINARY_NAME (tofu)`,
    );
  }
  const version = versionIn(stdout);
  const [major = 0, minor = 0] = version?.split(".").map(Number) ?? [];
  if (version === undefined) {
    throw new RunnerError(
      "outside",
      `${printable(name)} is not Terraform: "version -json" prints no version`,
    );
  }
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
    throw new RunnerError(
      "outside",
      `${printable(name)} is ${printable(version)}; the stacks need ${OLDEST.join(".")} or newer`,
    );
  }
  return { binary, version, env: own };
}

function versionIn(output: string): string | undefined {
  try {
    return VersionOutput.parse(JSON.parse(output)).terraform_version;
  } catch {
    return undefined;
  }
}

/** https://developer.hashicorp.com/terraform/cli/config/environment-variables */
const CHANGES_COMMANDS = /^TF_(?:WORKSPACE|CLI_ARGS(?:_.*)?)$/;

function terraformEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  for (const [name, value] of Object.entries(env)) {
    if (!value || !CHANGES_COMMANDS.test(name) || (name === "TF_WORKSPACE" && value === "default")) continue;
    throw new RunnerError(
      "refused",
      `${printable(name)} is set in the environment: it would change every Terraform command and could select another state. Unset it and repeat the command`,
    );
  }
  // One data folder for all stacks would mix their data.
  const { TF_DATA_DIR: _, ...rest } = env;
  return { ...rest, TF_IN_AUTOMATION: "1", TF_INPUT: "0", CHECKPOINT_DISABLE: "1" };
}

export interface Invocation {
  readonly args: readonly string[];
  readonly cwd: string;
  /** Terraform's output is appended to this file. */
  readonly log: string;
  /** The file for stdout instead. */
  readonly stdout?: string;
  /** Aborts to interrupt Terraform; it is not started after that. */
  readonly interrupting: AbortSignal;
  /** Exit codes that are not failures. @default - only 0 */
  readonly expected?: readonly number[];
  /** Additional environment variables. */
  readonly env?: Readonly<Record<string, string>>;
  /** Called with the process id once it runs. */
  readonly onStart?: (pid: number) => void;
}

export type Completion = { readonly status: number; readonly output: string } | { readonly failure: Failure };

/**
 * Runs Terraform once, in its own process group, so that a terminal's Ctrl-C reaches it only through this process (a
 * second interrupt makes it abandon its state). It writes to files, not to pipes: if this process is killed, Terraform
 * continues.
 */
export function runTerraform(terraform: Terraform, invocation: Invocation): Promise<Completion> {
  const { args, cwd } = invocation;
  return traced(
    `${basename(terraform.binary)} ${args.join(" ")} in ${basename(cwd)}`,
    () => runOnce(terraform, invocation),
    (completion) => ("failure" in completion ? completion.failure.kind : `exit ${completion.status}`),
  );
}

async function runOnce(terraform: Terraform, invocation: Invocation): Promise<Completion> {
  const { args, cwd, expected = [0], interrupting, log, onStart } = invocation;
  if (interrupting.aborted) return { failure: INTERRUPTED };
  mkdirSync(dirname(log), { recursive: true });
  const logFile = openSync(log, "a", 0o600);
  const outFile = invocation.stdout === undefined ? logFile : openSync(invocation.stdout, "w", 0o600);
  try {
    writeSync(logFile, `\n$ ${basename(terraform.binary)} ${args.join(" ")}\n`);
    const offset = fstatSync(logFile).size;
    const ended = await new Promise<{ status: number | null; signal: NodeJS.Signals | null }>(
      (settle, fail) => {
        const child = spawn(terraform.binary, args, {
          cwd,
          detached: true,
          env: { ...terraform.env, ...invocation.env },
          stdio: ["ignore", outFile, logFile],
        });
        const interrupt = () => child.kill("SIGINT");
        interrupting.addEventListener("abort", interrupt, { once: true });
        child.once("spawn", () => child.pid !== undefined && onStart?.(child.pid));
        child.once("error", fail);
        child.once("exit", (status, signal) => {
          interrupting.removeEventListener("abort", interrupt);
          settle({ status, signal });
        });
      },
    );
    const output = textFrom(log, offset);
    if (ended.status !== null && expected.includes(ended.status)) return { status: ended.status, output };
    if (interrupting.aborted) return { failure: INTERRUPTED };
    const { signal } = ended;
    return {
      failure: signal === null ? classify(output, secretsOf(terraform.env)) : killedBy(signal),
    };
  } catch (error) {
    return { failure: { kind: "other", message: whyNotRun(error, cwd) } };
  } finally {
    closeSync(logFile);
    if (outFile !== logFile) closeSync(outFile);
  }
}

const INTERRUPTED: Failure = { kind: "interrupted", message: "interrupted before it finished" };

function killedBy(signal: NodeJS.Signals): Failure {
  const message = `Terraform was killed by ${signal}, not by this run (out of memory?); its state may still be locked`;
  return { kind: "killed", message };
}

function whyNotRun(error: unknown, cwd: string): string {
  const message = messageOf(error);
  return systemCode(error) === "ENOENT"
    ? `the stack's folder ${cwd} or Terraform itself is missing (${message})`
    : `Terraform cannot be started: ${message}`;
}
