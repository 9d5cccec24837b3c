import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { load } from "js-yaml";
import { z } from "zod";
import { evaluate, isTrue, type Scope } from "./expression.ts";
import { Artifacts, emptyFile, programs, type Repository, runScript, type Variables } from "./workspace.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

const Text = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const Texts = z.record(z.string(), Text);
const Step = z.object({
  id: z.string().optional(),
  name: z.string().optional(),
  if: Text.optional(),
  uses: z.string().optional(),
  run: z.string().optional(),
  env: Texts.default({}),
  with: Texts.default({}),
  "continue-on-error": z.boolean().optional(),
});
type Step = z.infer<typeof Step>;
const Job = z.object({
  needs: z.union([z.string().transform((one) => [one]), z.array(z.string())]).default([]),
  if: Text.optional(),
  environment: z.string().optional(),
  outputs: Texts.default({}),
  env: Texts.default({}),
  strategy: z.object({ matrix: z.object({ shard: z.string() }) }).optional(),
  steps: z.array(Step),
});
type Job = z.infer<typeof Job>;
const Workflow = z.object({ env: Texts.default({}), jobs: z.record(z.string(), Job) });

export interface GitHubOptions {
  /** `.github/workflows/deploy.yml`. */
  readonly file: string;
  readonly repository: Repository;
  /** The environment of a process: the sandbox's, in place of Azure. */
  readonly env: Variables;
  /** The contexts `github`, `inputs` and `vars`. */
  readonly github: Readonly<Record<string, unknown>>;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly vars: Readonly<Record<string, string>>;
  /** In place of the workflow's own environment. */
  readonly workflowEnv?: Readonly<Record<string, string>>;
  /** The outputs of the JavaScript steps, which call GitHub, by the ids of their steps. */
  readonly scripts?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface JobRun {
  readonly job: string;
  readonly shard: string | undefined;
  readonly environment: string | undefined;
  readonly result: "success" | "failure" | "skipped";
  readonly outputs: Readonly<Record<string, string>>;
  readonly log: string;
}

/** One run of a workflow of this project: its own scripts, with its own conditions, in its own order. */
export class GitHubRun {
  readonly artifacts = new Artifacts();
  readonly #options: GitHubOptions;
  readonly #workflow: z.infer<typeof Workflow>;
  readonly #bin = programs(["ARM_CLIENT_ID"]);
  #runs: JobRun[] = [];
  /** The summary of the run. */
  summary = "";

  constructor(options: GitHubOptions) {
    this.#options = options;
    this.#workflow = Workflow.parse(load(readFileSync(join(ROOT, options.file), "utf8")));
  }

  /** The result of a job, of all its shards together. */
  result(job: string): string {
    const results = this.#runs.filter((run) => run.job === job).map(({ result }) => result);
    return results.find((result) => result === "failure") ?? results[0] ?? "missing";
  }

  log(): string {
    return this.#runs.map(({ job, log, shard = "" }) => `=== ${job} ${shard}\n${log}`).join("\n");
  }

  get jobs(): readonly JobRun[] {
    return this.#runs;
  }

  /** Runs all jobs, or, after a first time, as "Re-run failed jobs" does: those that failed and what needs them. */
  async start(): Promise<this> {
    const earlier = this.#runs;
    this.#runs = [];
    const again = new Set<string>();
    for (const [name, job] of Object.entries(this.#workflow.jobs)) {
      const before = earlier.filter((run) => run.job === name);
      const anew = before.length === 0 || job.needs.some((need) => again.has(need));
      if (anew || before.some(({ result }) => result === "failure")) again.add(name);
      for (const shard of this.#shards(job)) {
        const kept = anew ? undefined : before.find((run) => run.shard === shard && run.result !== "failure");
        this.#runs.push(kept ?? (await this.#runJob(name, job, shard)));
      }
    }
    return this;
  }

  #shards(job: Job): (string | undefined)[] {
    if (job.strategy === undefined || !this.#isWanted(job)) return [undefined];
    const shards = z.array(z.string()).parse(this.#value(job.strategy.matrix.shard, this.#scope({})));
    return shards.length === 0 ? [undefined] : shards;
  }

  #isWanted(job: Job): boolean {
    const results = job.needs.map((need) => this.result(need));
    const hasStatus = /\b(?:always|cancelled|failure)\(\)/.test(job.if ?? "");
    if (!hasStatus && results.some((result) => result !== "success")) return false;
    return job.if === undefined || isTrue(this.#condition(job.if, this.#scope({})));
  }

  async #runJob(name: string, job: Job, shard: string | undefined): Promise<JobRun> {
    const { environment } = job;
    const common = { job: name, shard, environment };
    if (!this.#isWanted(job)) return { ...common, result: "skipped", outputs: {}, log: "" };
    const state: JobState = {
      cwd: this.#options.repository.checkout(),
      steps: {},
      env: {},
      failed: false,
      log: "",
      shard,
    };
    const env = { ...this.#workflow.env, ...this.#options.workflowEnv, ...job.env };
    for (const [key, text] of Object.entries(env)) state.env[key] = this.#text(text, this.#scope(state));
    for (const step of job.steps) await this.#runStep(step, state);
    const outputs = Object.fromEntries(
      Object.entries(job.outputs).map(([key, text]) => [key, this.#text(text, this.#scope(state))]),
    );
    return { ...common, result: state.failed ? "failure" : "success", outputs, log: state.log };
  }

  async #runStep(step: Step, state: JobState): Promise<void> {
    const wanted =
      step.if === undefined
        ? !state.failed
        : isTrue(this.#condition(step.if, this.#scope(state))) &&
          (!state.failed || step.if.includes("always()"));
    if (!wanted) return;
    try {
      if (step.run !== undefined) await this.#runScript(step.run, step, state);
      else await this.#use(step, state);
    } catch (error) {
      state.log += `${step.name ?? step.uses ?? "a step"}: ${error instanceof Error ? error.message : error}\n`;
      if (step["continue-on-error"] !== true) state.failed = true;
    }
  }

  async #runScript(script: string, step: Step, state: JobState): Promise<void> {
    const files = { GITHUB_OUTPUT: emptyFile("output"), GITHUB_STEP_SUMMARY: emptyFile("summary") };
    const own = Object.entries(step.env).map(([key, text]) => [key, this.#text(text, this.#scope(state))]);
    const path = `${this.#bin}:${process.env["PATH"]}`;
    const env = { ...this.#options.env, ...state.env, ...Object.fromEntries(own), ...files, PATH: path };
    const { output, status } = await runScript(script, state.cwd, env);
    state.log += output;
    this.summary += readFileSync(files.GITHUB_STEP_SUMMARY, "utf8");
    if (step.id !== undefined) {
      const lines = readFileSync(files.GITHUB_OUTPUT, "utf8")
        .split("\n")
        .filter((line) => line.includes("="));
      state.steps[step.id] = {
        outputs: Object.fromEntries(
          lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
        ),
      };
    }
    if (status !== 0) throw new Error(`ended with ${status}`);
  }

  /** Actions of others, as far as they matter to what is tried. */
  async #use(step: Step, state: JobState): Promise<void> {
    const action = (step.uses ?? "").replace(/@.*/, "");
    const given = Object.fromEntries(
      Object.entries(step.with).map(([key, text]) => [
        key,
        action.endsWith("script") ? text : this.#text(text, this.#scope(state)),
      ]),
    );
    const to = join(state.cwd, given["path"] ?? ".");
    switch (action) {
      case "actions/checkout":
      case "actions/setup-node":
      case "actions/cache":
      case "hashicorp/setup-terraform":
      case "github/codeql-action/upload-sarif":
        return;
      case "actions/github-script":
        if (step.id !== undefined) state.steps[step.id] = { outputs: this.#options.scripts?.[step.id] ?? {} };
        return;
      case "actions/upload-artifact": {
        const overwrite = given["overwrite"] === "true";
        const count = this.artifacts.upload(given["name"] ?? "", given["path"] ?? "", state.cwd, overwrite);
        if (count === 0 && given["if-no-files-found"] !== "ignore")
          throw new Error(`nothing is in ${given["path"]}`);
        return;
      }
      case "actions/download-artifact": {
        if (given["name"] !== undefined) return this.artifacts.download(given["name"], to);
        const prefix = (given["pattern"] ?? "").replace(/\*$/, "");
        for (const name of this.artifacts.names().filter((one) => one.startsWith(prefix)))
          this.artifacts.download(name, given["merge-multiple"] === "true" ? to : join(to, name));
        return;
      }
      default:
        throw new Error(`the action ${action} is not known to this test`);
    }
  }

  #scope(state: Partial<JobState>): Scope {
    const needs = Object.fromEntries(
      Object.keys(this.#workflow.jobs).map((name) => {
        const outputs = this.#runs.find(({ job }) => job === name)?.outputs ?? {};
        return [name, { result: this.result(name), outputs }];
      }),
    );
    const { github, inputs = {}, vars } = this.#options;
    return {
      contexts: {
        ...{ github, inputs, needs, vars, env: state.env ?? {}, steps: state.steps ?? {} },
        ...{ matrix: { shard: state.shard }, runner: { os: "Linux" }, secrets: {} },
      },
      functions: {
        always: () => true,
        cancelled: () => false,
        fromJSON: (text: unknown) => JSON.parse(String(text)),
        hashFiles: () => "hash",
      },
    };
  }

  #condition(text: string, scope: Scope): unknown {
    return evaluate(/^\s*\$\{\{([\s\S]*)\}\}\s*$/.exec(text)?.[1] ?? text, scope);
  }

  #value(text: string, scope: Scope): unknown {
    return evaluate(/^\$\{\{([\s\S]*)\}\}$/.exec(text.trim())?.[1] ?? text, scope);
  }

  #text(text: string, scope: Scope): string {
    return text.replace(/\$\{\{(.*?)\}\}/g, (_, expression: string) =>
      String(evaluate(expression, scope) ?? ""),
    );
  }
}

interface JobState {
  readonly cwd: string;
  readonly steps: Record<string, { readonly outputs: Readonly<Record<string, string>> }>;
  readonly env: Record<string, string>;
  failed: boolean;
  log: string;
  readonly shard: string | undefined;
}
