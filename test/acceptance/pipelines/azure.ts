import { chmodSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { load } from "js-yaml";
import { z } from "zod";
import { temporaryFolder } from "../../support/stack.ts";
import { evaluate, isTrue, type Scope } from "./expression.ts";
import { Artifacts, programs, type Repository, runScript, type Variables } from "./workspace.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

const Text = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const Texts = z.record(z.string(), Text);
const Step = z.object({
  ...{ checkout: z.string().optional(), script: z.string().optional(), task: z.string().optional() },
  ...{ publish: z.string().optional(), download: z.string().optional(), artifact: z.string().optional() },
  ...{ name: z.string().optional(), displayName: z.string().optional(), condition: z.string().optional() },
  inputs: Texts.default({}),
  env: Texts.default({}),
});
type Step = z.infer<typeof Step>;
const Job = z.object({
  job: z.string().optional(),
  deployment: z.string().optional(),
  environment: z.string().optional(),
  timeoutInMinutes: z.number(),
  strategy: z
    .object({
      parallel: z.coerce.number().optional(),
      runOnce: z.object({ deploy: z.object({ steps: z.array(Step) }) }).optional(),
    })
    .optional(),
  steps: z.array(Step).optional(),
});
type Job = z.infer<typeof Job>;
const Stage = z.object({
  stage: z.string(),
  dependsOn: z.union([z.string().transform((one) => [one]), z.array(z.string())]).default([]),
  condition: z.string().optional(),
  variables: Texts.default({}),
  jobs: z.array(Job),
});
type Stage = z.infer<typeof Stage>;
const Pipeline = z.object({
  parameters: z.array(z.object({ name: z.string(), default: Text })).default([]),
  variables: Texts.default({}),
  stages: z.array(Stage).optional(),
  jobs: z.array(Job).optional(),
});

export interface AzureOptions {
  /** `azure-pipelines/deploy.yml`. */
  readonly file: string;
  readonly repository: Repository;
  /** The environment of a process: the sandbox's, in place of Azure. */
  readonly env: Variables;
  readonly parameters?: Readonly<Record<string, string>>;
  /** Variables that Azure Pipelines sets, such as `System.PullRequest.TargetBranchName`. */
  readonly variables?: Readonly<Record<string, string>>;
  /** The client ids behind service connections. */
  readonly connections: Readonly<Record<string, string>>;
  /** Answers of Azure DevOps, by a part of the address. */
  readonly answers?: Readonly<Record<string, unknown>>;
}

interface StageRun {
  readonly stage: string;
  readonly result: "Succeeded" | "Failed" | "Skipped";
  /** By job, step and variable. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly log: string;
}

/** One run of a pipeline of this project: its own scripts, with its own conditions, in its own order. */
export class AzureRun {
  readonly artifacts = new Artifacts();
  readonly #options: AzureOptions;
  readonly #stages: readonly Stage[];
  readonly #variables: Readonly<Record<string, string>>;
  readonly #bin = programs([
    ...["ARM_CLIENT_ID", "ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID", "ARM_OIDC_AZURE_SERVICE_CONNECTION_ID"],
    "SYSTEM_ACCESSTOKEN",
  ]);
  readonly #calls = join(temporaryFolder(), "calls");
  #runs: StageRun[] = [];
  #attempt = 0;
  /** The summary of the run. */
  summary = "";

  constructor(options: AzureOptions) {
    this.#options = options;
    const text = readFileSync(join(ROOT, options.file), "utf8");
    const declared = Pipeline.parse(load(text.replace(/\$\{\{.*?\}\}/g, "1")));
    const parameters = Object.fromEntries(
      declared.parameters.map(({ name, default: usual }) => [name, options.parameters?.[name] ?? usual]),
    );
    // The service replaces these before it reads the file.
    const filled = text.replace(/\$\{\{ parameters\.(\w+) \}\}/g, (_, name: string) => {
      const value = parameters[name];
      if (value === undefined) throw new Error(`there is no parameter ${name}`);
      return /^(true|false)$/.test(value) ? `${value.charAt(0).toUpperCase()}${value.slice(1)}` : value;
    });
    const { jobs, stages, variables } = Pipeline.parse(load(filled));
    this.#stages = stages ?? [{ stage: "only", dependsOn: [], variables: {}, jobs: jobs ?? [] }];
    this.#variables = variables;
    writeFileSync(this.#calls, "");
    this.#answerCurl();
  }

  result(stage: string): string {
    return this.#runs.find((run) => run.stage === stage)?.result ?? "Skipped";
  }

  log(): string {
    return this.#runs.map(({ log, result, stage }) => `=== ${stage}: ${result}\n${log}`).join("\n");
  }

  /** Requests to Azure DevOps, one line each. */
  get calls(): string {
    return readFileSync(this.#calls, "utf8");
  }

  /** Runs all stages, or, after a first time, as "Rerun failed jobs" does: those that failed and what waits for them. */
  async start(): Promise<this> {
    this.#attempt += 1;
    const earlier = this.#runs;
    this.#runs = [];
    for (const stage of this.#stages) {
      const before = earlier.find((run) => run.stage === stage.stage);
      this.#runs.push(before?.result === "Succeeded" ? before : await this.#runStage(stage));
    }
    return this;
  }

  async #runStage(stage: Stage): Promise<StageRun> {
    const variables = this.#evaluated({ ...this.#variables, ...stage.variables });
    const condition = stage.condition ?? "succeeded()";
    const name = stage.stage;
    if (!isTrue(evaluate(condition, this.#scope(variables, stage.dependsOn))))
      return { stage: name, result: "Skipped", outputs: {}, log: "" };
    const outputs: Record<string, string> = {};
    let log = "";
    let failed = false;
    for (const job of stage.jobs) {
      const total = job.strategy?.parallel ?? 1;
      for (let position = 1; position <= total; position += 1) {
        const ran = await this.#runJob(job, variables, position, total);
        failed ||= ran.failed;
        log += ran.log;
        for (const [key, value] of Object.entries(ran.outputs))
          outputs[`${job.job ?? job.deployment}.${key}`] = value;
      }
    }
    return { stage: name, result: failed ? "Failed" : "Succeeded", outputs, log };
  }

  async #runJob(job: Job, variables: Readonly<Record<string, string>>, position: number, total: number) {
    const workspace = temporaryFolder();
    const state: JobState = {
      cwd: this.#options.repository.checkout(),
      workspace,
      outputs: {},
      failed: false,
      log: "",
      variables: {
        ...variables,
        "Pipeline.Workspace": workspace,
        "Agent.TempDirectory": temporaryFolder(),
        "System.JobPositionInPhase": String(position),
        "System.TotalJobsInPhase": String(total),
        "System.JobAttempt": String(this.#attempt),
        "System.CollectionUri": "https://dev.azure.com/fabrikam/",
        "System.TeamProjectId": "project",
        "System.DefinitionId": "7",
        "Build.SourceBranch": "refs/heads/main",
        "Build.Repository.Id": "repository",
        "System.AccessToken": "job-token",
        ...this.#options.variables,
      },
    };
    // The stacks are beside the checkout there, and so are the states of the backend local.
    symlinkSync(this.#options.repository.states, join(workspace, "tfstate"));
    // A deployment has all artifacts without asking.
    if (job.deployment !== undefined) this.#download(state, undefined);
    for (const step of job.strategy?.runOnce?.deploy.steps ?? job.steps ?? [])
      await this.#runStep(step, state);
    return state;
  }

  async #runStep(step: Step, state: JobState): Promise<void> {
    const condition = step.condition ?? "succeeded()";
    const scope = this.#scope(state.variables, [], !state.failed);
    if (!isTrue(evaluate(condition, scope))) return;
    try {
      await this.#perform(step, state);
    } catch (error) {
      state.log += `${step.displayName ?? step.task ?? "a step"}: ${error instanceof Error ? error.message : error}\n`;
      state.failed = true;
    }
  }

  async #perform(step: Step, state: JobState): Promise<void> {
    // The only script that is not run: it downloads Terraform, which is here already.
    if (step.checkout !== undefined || step.displayName === "Install Terraform") return;
    if (step.script !== undefined) return this.#run(step.script, step, state, {});
    if (step.download !== undefined) return this.#download(state, step.artifact);
    if (step.publish !== undefined) {
      const path = this.#macros(step.publish, state);
      const inside = path.startsWith(state.workspace);
      const cwd = inside ? state.workspace : state.cwd;
      const relative = inside ? path.slice(state.workspace.length + 1) : path;
      const name = this.#macros(step.artifact ?? "", state);
      if (this.artifacts.upload(name, relative, cwd, false) === 0) throw new Error(`nothing is in ${path}`);
      return;
    }
    switch (step.task) {
      case "AzureCLI@2": {
        const { addSpnToEnvironment, azureSubscription = "", inlineScript = "" } = step.inputs;
        const clientId = this.#options.connections[azureSubscription];
        if (clientId === undefined) throw new Error(`there is no service connection ${azureSubscription}`);
        const identity =
          addSpnToEnvironment === "true" ? { servicePrincipalId: clientId, idToken: "ends soon" } : {};
        // What az login leaves behind is the client's own in the sandbox.
        const login = addSpnToEnvironment === "true" ? {} : { ARM_CLIENT_ID: clientId };
        const connection = { AZURESUBSCRIPTION_SERVICE_CONNECTION_ID: "connection-1" };
        return this.#run(inlineScript, step, state, { ...identity, ...login, ...connection });
      }
      case "NodeTool@0":
      case "Cache@2":
      case "PublishTestResults@2":
      case "DownloadPipelineArtifact@2":
        return;
      default:
        throw new Error(`the step ${step.task} is not known to this test`);
    }
  }

  async #run(script: string, step: Step, state: JobState, identity: Variables): Promise<void> {
    const names = Object.entries(state.variables).filter(([name]) => name !== "System.AccessToken");
    const variables = names.map(([name, value]) => [name.toUpperCase().replaceAll(".", "_"), value]);
    const own = Object.entries(step.env).map(([name, text]) => [name, this.#macros(text, state)]);
    const env = {
      ...this.#options.env,
      ...Object.fromEntries(variables),
      ...identity,
      ...Object.fromEntries(own),
      PATH: `${this.#bin}:${process.env["PATH"]}`,
    };
    const { output, status } = await runScript(this.#macros(script, state), state.cwd, env);
    state.log += output;
    for (const [, name = "", flags = "", value = ""] of output.matchAll(
      /^##vso\[task\.setvariable variable=(\w+)([^\]]*)\](.*)$/gm,
    )) {
      if (flags.includes("isOutput=true")) state.outputs[`${step.name}.${name}`] = value;
      else state.variables[name] = value;
    }
    for (const [, path = ""] of output.matchAll(/^##vso\[task\.uploadsummary\](.*)$/gm))
      this.summary += readFileSync(path, "utf8");
    if (status !== 0) throw new Error(`ended with ${status}`);
  }

  #download(state: JobState, artifact: string | undefined): void {
    for (const name of artifact === undefined ? this.artifacts.names() : [artifact])
      this.artifacts.download(name, join(state.workspace, name));
  }

  /** Stands in for the web service of Azure DevOps. */
  #answerCurl(): void {
    const answers = Object.entries(this.#options.answers ?? {}).map(
      ([part, answer]) => `  *'${part}'*) echo '${JSON.stringify(answer)}' ;;`,
    );
    const file = join(this.#bin, "curl");
    writeFileSync(
      file,
      `#!/bin/bash\necho "$*" >> '${this.#calls}'\ncase "$*" in\n${answers.join("\n")}\n  *) echo '{}' ;;\nesac\n`,
    );
    chmodSync(file, 0o755);
  }

  #macros(text: string, state: JobState): string {
    return text.replace(/\$\(([A-Za-z][\w.]*)\)/g, (all, name: string) => state.variables[name] ?? all);
  }

  #evaluated(variables: Readonly<Record<string, string>>): Record<string, string> {
    const scope = this.#scope(this.#options.variables ?? {}, []);
    return Object.fromEntries(
      Object.entries(variables).map(([name, text]) => {
        const expression = /^\$\[(.*)\]$/.exec(text)?.[1];
        return [name, expression === undefined ? text : capitalized(evaluate(expression, scope))];
      }),
    );
  }

  #scope(variables: Readonly<Record<string, string>>, dependsOn: readonly string[], well = true): Scope {
    const dependencies = Object.fromEntries(this.#runs.map((run) => [run.stage, run]));
    const stageDependencies = Object.fromEntries(
      this.#runs.map(({ outputs, stage }) => [stage, { [stage]: { outputs: withoutFirst(outputs) } }]),
    );
    const isEqual = (a: unknown, b: unknown) =>
      String(a ?? "").toLowerCase() === String(b ?? "").toLowerCase();
    return {
      contexts: { variables, dependencies, stageDependencies },
      functions: {
        and: (...all) => all.every(isTrue),
        or: (...all) => all.some(isTrue),
        not: (one) => !isTrue(one),
        eq: isEqual,
        ne: (a, b) => !isEqual(a, b),
        in: (one, ...all) => all.some((other) => isEqual(one, other)),
        always: () => true,
        canceled: () => false,
        succeeded: () => well && dependsOn.every((name) => this.result(name) === "Succeeded"),
      },
    };
  }
}

const capitalized = (value: unknown) =>
  typeof value === "boolean" ? (value ? "True" : "False") : String(value ?? "");

/** `changed.count` for `synth.changed.count`. */
function withoutFirst(outputs: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(outputs).map(([key, value]) => [key.slice(key.indexOf(".") + 1), value]),
  );
}

interface JobState {
  readonly cwd: string;
  readonly workspace: string;
  readonly outputs: Record<string, string>;
  readonly variables: Record<string, string>;
  failed: boolean;
  log: string;
}
