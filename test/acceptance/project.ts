import { spawn } from "node:child_process";
import { appendFileSync, cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { directoryOf } from "../../src/cli/sandbox/run.ts";
import { loadFleet } from "../../src/controls/load-fleet.ts";
import { formatProblem } from "../../src/fleet/index.ts";
import type { RunResult } from "../../src/runner/index.ts";
import {
  insideSandbox,
  type KnownSubscription,
  sandboxEnvironment,
  writeExtraCertificates,
  writeTrustFiles,
} from "../../src/sandbox/index.ts";
import { type Client, startedClient } from "../sandbox/client.ts";
import { TODAY } from "../support/fleet.ts";
import { temporaryFolder } from "../support/stack.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const CLI = join(ROOT, "dist/src/cli/main.js");
const MOVED_CLOCK = new URL("support/moved-clock.mjs", import.meta.url);
/** The provider that declares the resources of the example fleet: `CSP_BASELINE_PROVIDER=azapi` tries the other one. */
export const PROVIDER = process.env["CSP_BASELINE_PROVIDER"] === "azapi" ? "azapi" : "azurerm";
const TERRAFORM = process.env["TERRAFORM_BINARY_NAME"] || "terraform";

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The resources of the sandbox. */
export interface Resource {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly content: unknown;
}

export interface ProjectOptions {
  /** Subscriptions that exist in Azure, and not in the fleet yet. */
  readonly more?: readonly KnownSubscription[];
  /** Changes the fleet's folder before anything is made of it. */
  readonly prepare?: (fleet: string) => void;
  /** The clock of the sandbox. @default - the machine's */
  readonly now?: () => Date;
}

/** The partner's access, which the sandbox gives each subscription and no stack declares. */
const ACCESS = /\/providers\/Microsoft\.(?:ManagedServices|Authorization\/roleAssignments)\//i;

/** A user's folder with the example fleet in it, and a sandbox of its own in place of Azure. */
export class Project {
  readonly root: string;
  readonly client: Client;
  readonly #env: Record<string, string | undefined>;
  #hoursAhead = 0;

  private constructor(root: string, client: Client) {
    const { certificate, port, tenantId } = client.sandbox;
    const { bundleFile } = writeTrustFiles(join(root, "trust"), certificate, process.env);
    const extraCertificatesFile = writeExtraCertificates(join(root, "trust"), certificate, process.env);
    const environment = sandboxEnvironment({ port, tenantId, bundleFile, extraCertificatesFile });
    this.#env = { ...insideSandbox(process.env, environment), CI: "1", NO_COLOR: "1" };
    this.root = root;
    this.client = client;
  }

  static async start({
    more = [],
    now = () => new Date(),
    prepare = () => {},
  }: ProjectOptions = {}): Promise<Project> {
    const root = temporaryFolder();
    cpSync(join(ROOT, "fleet"), join(root, "fleet"), { recursive: true });
    if (PROVIDER === "azapi") appendFileSync(join(root, "fleet", "partner.yaml"), "\nprovider: azapi\n");
    prepare(join(root, "fleet"));
    const loaded = loadFleet(join(root, "fleet"), { today: TODAY });
    if (!loaded.ok) throw new Error(loaded.problems.map(formatProblem).join("\n"));
    const directory = directoryOf(loaded.fleet);
    const subscriptions = [...(directory.subscriptions ?? []), ...more];
    const stateFolder = join(root, "azure");
    return new Project(
      root,
      await startedClient({ directory: { ...directory, subscriptions }, now, stateFolder }),
    );
  }

  /** Runs the compiled `csp-baseline` in the folder. Waited for, as the sandbox answers in this very process. */
  csp(...args: readonly string[]): Promise<Ended> {
    return this.#run(process.execPath, [CLI, ...args]);
  }

  terraform(subscriptionId: string, ...args: readonly string[]): Promise<Ended> {
    return this.#run(TERRAFORM, [`-chdir=${this.stack(subscriptionId)}`, ...args, "-no-color"]);
  }

  stack(subscriptionId: string): string {
    return join(this.root, "cdktf.out", "stacks", subscriptionId);
  }

  /**
   * The environment of a pipeline's job: whose it is, the workflow says. The sandbox's secret stays, because azapi asks
   * login.microsoftonline.com before it uses a job's token.
   */
  identityOfJob(): Record<string, string | undefined> {
    const { ARM_CLIENT_ID: _, ARM_USE_CLI: __, ...env } = this.#env;
    return env;
  }

  /** Sends the requests to ARM to another endpoint, which passes them on to the sandbox. */
  throughEndpoint({ certificate, origin }: { readonly certificate: string; readonly origin: string }): void {
    const folder = join(this.root, "endpoint");
    const { bundleFile } = writeTrustFiles(folder, certificate, this.#env);
    const extraCertificatesFile = writeExtraCertificates(folder, certificate, this.#env);
    this.#env["CSP_BASELINE_ARM_ENDPOINT"] = origin;
    this.#env["CSP_BASELINE_ARM_AUDIENCE"] = this.client.sandbox.origin;
    this.#env["SSL_CERT_FILE"] = bundleFile;
    this.#env["NODE_EXTRA_CA_CERTS"] = extraCertificatesFile;
  }

  /** The text of a file. */
  read(path: string): string {
    return readFileSync(path, "utf8");
  }

  /** `csp-baseline synth`, which has to go well. Stacks are those of the moved clock, if it was moved. */
  async synth(): Promise<void> {
    const { status, stderr } = await this.csp("synth", ...(this.#hoursAhead === 0 ? [] : ["--no-cache"]));
    expect(status, stderr).toBe(0);
    if (this.#hoursAhead === 0) return;
    const moved = `timeadd(plantimestamp(), \\"${this.#hoursAhead}h\\")`;
    for (const id of readdirSync(join(this.root, "cdktf.out", "stacks"))) {
      const file = join(this.stack(id), "cdk.tf.json");
      writeFileSync(file, readFileSync(file, "utf8").replaceAll("plantimestamp()", moved));
    }
  }

  /**
   * Moves the clock of `csp-baseline` and the time of plans; the sandbox's is {@link ProjectOptions.now}. Stacks follow with
   * the next {@link synth}.
   */
  moveClock(hoursAhead: number): void {
    this.#hoursAhead = hoursAhead;
    this.#env["NODE_OPTIONS"] = `--import ${MOVED_CLOCK.href}`;
    this.#env["MOVED_HOURS"] = String(hoursAhead);
  }

  /** `csp-baseline plan` or `deploy`, its result, and its status. */
  async run(
    verb: "plan" | "deploy",
    ...args: readonly string[]
  ): Promise<RunResult & { readonly exit: number | null }> {
    const yes = verb === "deploy" ? ["--yes"] : [];
    const parallelism = ["--parallelism", "3"];
    const ended = await this.csp(verb, "--format", "json", ...parallelism, ...yes, ...args);
    expect(ended.stdout, ended.stderr).toMatch(/^{/);
    return { ...JSON.parse(ended.stdout), exit: ended.status };
  }

  /** Changes a file of the fleet. */
  edit(file: string, change: (text: string) => string): void {
    const path = join(this.root, "fleet", file);
    const before = readFileSync(path, "utf8");
    const after = change(before);
    expect(after, `${file} is not changed`).not.toBe(before);
    writeFileSync(path, after);
  }

  /** Everything in a subscription, by id. */
  resources(subscriptionId: string): readonly Resource[] {
    const file = join(this.root, "azure", "subscriptions", `${subscriptionId}.json`);
    if (!existsSync(file)) return [];
    const all: readonly Resource[] = JSON.parse(readFileSync(file, "utf8")).resources;
    return all.filter(({ id }) => !ACCESS.test(id));
  }

  /** How many resources a stack declares. */
  declared(subscriptionId: string): number {
    const { resource } = JSON.parse(readFileSync(join(this.stack(subscriptionId), "cdk.tf.json"), "utf8"));
    return Object.values<object>(resource).reduce((sum, named) => sum + Object.keys(named).length, 0);
  }

  /** Runs a command and kills it, with all that it started, as soon as something is so. @returns the signal */
  killedWhen(isSo: () => boolean, ...args: readonly string[]): Promise<NodeJS.Signals | null> {
    return new Promise((done, reject) => {
      const child = spawn(process.execPath, [CLI, ...args], {
        cwd: this.root,
        env: this.#env,
        stdio: "ignore",
        detached: true,
      });
      const timer = setInterval(() => {
        if (child.pid !== undefined && isSo()) process.kill(-child.pid, "SIGKILL");
      }, 200);
      child.on("error", reject);
      child.on("close", (_, signal) => {
        clearInterval(timer);
        done(signal);
      });
    });
  }

  #run(program: string, args: readonly string[]): Promise<Ended> {
    return new Promise((done, reject) => {
      const child = spawn(program, args, { cwd: this.root, env: this.#env });
      const texts = { stdout: "", stderr: "" };
      for (const name of ["stdout", "stderr"] as const) {
        child[name].setEncoding("utf8").on("data", (text: string) => {
          texts[name] += text;
        });
      }
      child.on("error", reject);
      child.on("close", (status) => done({ status, ...texts }));
    });
  }
}

/** The Terraform address of a resource that the chosen provider declares, by its address with azurerm. */
export function declaredAs(azurermAddress: string): string {
  return PROVIDER === "azapi" ? azurermAddress.replace(/^azurerm_\w+\./, "azapi_resource.") : azurermAddress;
}
