import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Waiting } from "../../src/runner/index.ts";
import { temporaryFolder } from "../support/stack.ts";

/** One recorded event of the fake Terraform. */
export interface Trace {
  readonly what: "start" | "end" | "interrupt" | "terminate";
  readonly verb: string;
  readonly pid: number;
  readonly stack: string;
  readonly options: readonly string[];
  readonly cache?: string;
}

/** A folder with a synthesized fleet of stacks for the fake Terraform, and that Terraform. */
export class FakeStacks {
  readonly root = temporaryFolder();
  readonly out = join(this.root, "cdktf.out");
  readonly plans = join(this.root, "plans");
  /** The environment of the runner and its Terraform. */
  readonly env: NodeJS.ProcessEnv;
  /** The part of the fake Terraform that plans and applies. */
  readonly program = join(this.root, "bin", "fake-terraform.cjs");

  /** @param stacks by id, their resources */
  constructor(stacks: Readonly<Record<string, Readonly<Record<string, unknown>>>>) {
    const binary = join(this.root, "bin", "terraform");
    mkdirSync(join(this.root, "bin"));
    copyFileSync(fileURLToPath(new URL("fake-terraform.sh", import.meta.url)), binary);
    copyFileSync(fileURLToPath(new URL("fake-terraform.cjs", import.meta.url)), this.program);
    chmodSync(binary, 0o755);
    this.env = {
      PATH: process.env["PATH"],
      HOME: this.root,
      TERRAFORM_BINARY_NAME: binary,
      FAKE_TERRAFORM_TRACE: join(this.root, "trace.jsonl"),
    };
    this.synthesize(stacks);
  }

  synthesize(stacks: Readonly<Record<string, Readonly<Record<string, unknown>>>>): void {
    for (const [id, resources] of Object.entries(stacks)) {
      mkdirSync(this.folder(id), { recursive: true });
      this.write(id, "cdk.tf.json", { terraform: { backend: { local: {} } }, resources });
    }
    mkdirSync(join(this.out, "stacks"), { recursive: true });
    const entries = Object.keys(stacks).map((id) => [id, { name: id }]);
    writeFileSync(join(this.out, "manifest.json"), JSON.stringify({ stacks: Object.fromEntries(entries) }));
  }

  folder(id: string): string {
    return join(this.out, "stacks", id);
  }

  write(
    id: string,
    file: "faults.json" | "slow.json" | "shown.json" | "cdk.tf.json" | "state.json",
    value: unknown,
  ): void {
    writeFileSync(join(this.folder(id), file), JSON.stringify(value));
  }

  /** Returns the applied state of a stack. */
  state(id: string): unknown {
    const path = join(this.folder(id), "state.json");
    return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")).resources : {};
  }

  isLocked(id: string): boolean {
    return existsSync(join(this.folder(id), "state.lock"));
  }

  trace(): Trace[] {
    const path = join(this.root, "trace.jsonl");
    if (!existsSync(path)) return [];
    const lines = readFileSync(path, "utf8").split("\n");
    return lines.filter((line) => line !== "").map((line) => JSON.parse(line));
  }

  /** Counts the runs of a verb in a stack. */
  runs(verb: string, id: string): number {
    return this.trace().filter(
      ({ stack, verb: ran, what }) => what === "start" && ran === verb && stack === id,
    ).length;
  }

  /** The maximum number of simultaneous processes. */
  widest(): number {
    const running = new Set<number>();
    let widest = 0;
    for (const { pid, what } of this.trace()) {
      if (what === "start") running.add(pid);
      if (what === "end") running.delete(pid);
      widest = Math.max(widest, running.size);
    }
    return widest;
  }
}

/** Returns `s1` to `s<n>`, each with a resource. */
export function stacks(count: number, resources: Readonly<Record<string, unknown>> = { a: 1 }) {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`s${index + 1}`, resources]));
}

/** A clock without real delays: it records them in milliseconds. */
export class NoWaiting implements Waiting {
  readonly waits: number[] = [];

  now(): number {
    return Date.now();
  }

  random(): number {
    return 1;
  }

  sleep(milliseconds: number): Promise<void> {
    this.waits.push(milliseconds);
    return Promise.resolve();
  }
}
