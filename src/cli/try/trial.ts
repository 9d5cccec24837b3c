import { join } from "node:path";
import { z } from "zod";
import type { Fleet, Subscription } from "../../fleet/index.ts";
import type { Terraform } from "../../runner/index.ts";
import {
  insideSandbox,
  type Sandbox,
  sandboxEnvironment,
  startSandbox,
  writeExtraCertificates,
  writeTrustFiles,
} from "../../sandbox/index.ts";
import { printable } from "../../text/printable.ts";
import { type Console, counted } from "../console.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { changesText } from "../run-report.ts";
import { directoryOf } from "../sandbox/run.ts";
import { type ChildResult, runChild } from "./child.ts";
import { emptyContact } from "./out-of-band.ts";
import { StepError, type Steps } from "./steps.ts";

export interface TrialOptions {
  readonly terraform: Terraform;
  readonly cache: Readonly<Record<string, string>>;
  readonly fleet: Fleet;
  readonly fleetFolder: string;
  /** The subscriptions with a stack in the trial. */
  readonly subscriptions: readonly Subscription[];
  /** The folder with `cdktf.out`, plans and states. */
  readonly folder: string;
}

const Run = z.object({
  stacks: z.array(z.unknown()),
  changes: z.object({
    add: z.number(),
    change: z.number(),
    destroy: z.number(),
    import: z.number(),
    forget: z.number(),
    any: z.boolean(),
  }),
});
const Findings = z.object({
  findings: z.array(z.object({ subscriptionId: z.string(), status: z.string(), message: z.string() })),
});

const Enforced = z.object({
  status: z.string(),
  stopped: z.object({ by: z.string(), message: z.string() }).optional(),
  summary: z.object({ found: z.number(), repaired: z.number() }),
});

/** Applying mostly waits for Azure to be consistent, so more stacks than cores are efficient. */
const PARALLELISM = "10";

/**
 * Plans, reviews, deploys, plans again and audits in a sandbox; then changes a resource without Terraform, and
 * enforces. Each step is its own command, as for a user.
 * @returns 0; 1 when the second plan has changes, or findings are left after the audit or the enforcement
 * @throws {StepError} when a command fails
 */
export async function inTrial(options: TrialOptions, steps: Steps, console: Console): Promise<ExitCode> {
  const running = await startSandbox({
    directory: directoryOf(options.fleet),
    port: 0,
    now: () => console.now(),
  });
  try {
    return await new Trial(options, running, console).run(steps);
  } finally {
    await running.close();
  }
}

class Trial {
  readonly #options: TrialOptions;
  readonly #env: Readonly<Record<string, string | undefined>>;
  readonly #stacks: readonly string[];
  readonly #plans: string;
  readonly #sandbox: Sandbox;

  constructor(options: TrialOptions, running: Sandbox, { env }: Console) {
    const { certificate, port, tenantId } = running;
    const { cache, folder } = options;
    const trust = join(folder, "trust");
    const { bundleFile } = writeTrustFiles(trust, certificate, env);
    const extraCertificatesFile = writeExtraCertificates(trust, certificate, env);
    const sandbox = sandboxEnvironment({ port, tenantId, bundleFile, extraCertificatesFile });
    this.#env = { ...insideSandbox(env, sandbox), ...cache, NO_COLOR: "1", CI: "1" };
    this.#options = options;
    this.#sandbox = running;
    this.#plans = join(folder, "plans");
    this.#stacks = ["--out", join(folder, "cdktf.out"), "--plans", this.#plans, "--parallelism", PARALLELISM];
  }

  async run(steps: Steps): Promise<ExitCode> {
    const { folder, subscriptions } = this.#options;
    let open = false;
    await steps.run("plan", async () => {
      const { changes, stacks } = await this.#terraform("plan");
      return `${counted(stacks.length, "stack")}: ${changesText(changes)}`;
    });
    await steps.run("review", async () => {
      const args = ["--plans", this.#plans, "--stacks", join(folder, "cdktf.out")];
      const { stdout } = await this.#csp("review", args, [EXIT.ok, EXIT.findings]);
      const [first = ""] = stdout.split("\n");
      return printable(first.replace(/^#+ |\*\*/g, ""), 200);
    });
    await steps.run("deploy", async () => {
      const { changes, stacks } = await this.#terraform("deploy", ["--yes"]);
      return `${counted(stacks.length, "stack")} applied: ${changesText(changes)}`;
    });
    await steps.run("plan again", async () => {
      const { changes } = await this.#terraform("plan");
      open ||= changes.any;
      return changesText(changes);
    });
    await steps.run("audit", async () => {
      const { stdout } = await this.#csp("audit", ["--format", "json"], [EXIT.ok, EXIT.findings]);
      const deployed = new Set<string>(subscriptions.map(({ id }) => id));
      const findings = parsed(Findings, stdout).findings.filter(({ subscriptionId }) =>
        deployed.has(subscriptionId),
      );
      const count = (status: string) => findings.filter((finding) => finding.status === status).length;
      const bad = findings.find(({ status }) => status === "fail" || status === "unknown");
      open ||= bad !== undefined;
      const example = bad === undefined ? "" : `, such as: ${printable(bad.message, 200)}`;
      return `${count("pass")} controls passed, ${count("excepted")} excepted, ${count("fail")} failed, ${count("unknown")} unknown${example}`;
    });
    // With an open finding, a repair would not be visible.
    const isRepaired = open || (await this.#enforce(steps));
    return open || !isRepaired ? EXIT.findings : EXIT.ok;
  }

  /** @returns whether the change was repaired, or could not be made */
  async #enforce(steps: Steps): Promise<boolean> {
    const { fleet, subscriptions } = this.#options;
    let broken: Subscription | undefined;
    await steps.run("break", async () => {
      broken = await emptyContact(this.#sandbox, subscriptions, fleet.partner.tenantId);
      return broken === undefined
        ? "nothing: no subscription has a security contact"
        : printable(
            `${broken.customer.key}/${broken.name}: its security contact emptied, without Terraform`,
            200,
          );
    });
    if (broken === undefined) return true;
    let isRepaired = false;
    let isFrozen = false;
    await steps.run("enforce", async () => {
      const { stopped, summary } = await this.#enforced("--apply", "safe");
      isFrozen = stopped?.by === "freeze";
      isRepaired = summary.found === 1 && summary.repaired === 1;
      return `${summary.found} found, ${summary.repaired} repaired${stopped === undefined ? "" : `: ${printable(stopped.message, 200)}`}`;
    });
    if (isFrozen) return true;
    await steps.run("once more", async () => {
      const { status, summary } = await this.#enforced();
      isRepaired &&= status === "clean";
      return summary.found === 0 ? "nothing found" : `${summary.found} found`;
    });
    return isRepaired;
  }

  async #enforced(...args: readonly string[]) {
    const only = ["--only", ...this.#options.subscriptions.map(({ id }) => id)];
    const all = [...this.#stacks, "--format", "json", ...args, ...only];
    const { stdout } = await this.#csp("enforce", all, [EXIT.ok, EXIT.findings]);
    return parsed(Enforced, stdout);
  }

  async #terraform(verb: "plan" | "deploy", args: readonly string[] = []) {
    const { stdout } = await this.#csp(verb, [...this.#stacks, "--format", "json", ...args], [EXIT.ok]);
    return parsed(Run, stdout);
  }

  /** Runs a command of this app, with the app's constructs and controls. */
  async #csp(verb: string, args: readonly string[], expected: readonly number[]): Promise<ChildResult> {
    const [node, script = ""] = process.argv;
    const all = [...process.execArgv, script, verb, "--fleet", this.#options.fleetFolder, ...args];
    const result = await runChild(node ?? process.execPath, all, { env: this.#env });
    if (expected.includes(result.code)) return result;
    const output = result.stderr.trim().split("\n").slice(-8).join("\n  ");
    throw new StepError(
      `csp-baseline ${verb} ended with ${result.code} in the sandbox:\n  ${printable(output, 2000)}`,
    );
  }
}

function parsed<Schema extends z.ZodType>(schema: Schema, text: string): z.infer<Schema> {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    throw new StepError(`a command of the trial gave no result: ${printable(text, 200)}`);
  }
}
