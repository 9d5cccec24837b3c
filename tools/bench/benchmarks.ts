import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { subscriptionId } from "./generated-fleet.ts";

/** The input of a benchmark, created once before the timing. */
export interface Fixture {
  readonly subscriptions: number;
  /** A fleet of this size, and one of a tenth. */
  readonly fleet: string;
  readonly smallFleet: string;
  /** The fleets, synthesized. */
  readonly stacks: string;
  readonly smallStacks: string;
  /** The synthesized fleet in which one subscription changes from run to run. */
  readonly changingFleet: string;
  readonly changingStacks: string;
  /** A plan for each subscription of the small fleet, in the form of `terraform show -json`. */
  readonly plans: string;
  /** Azure's answers for the small fleet: files of ARM and Resource Graph. */
  readonly exports: readonly string[];
  /** The output folder of a run, empty before each. */
  readonly out: string;
  /** The file to which a measured process writes its resource usage. */
  readonly usageFile: string;
}

/** A script that runs in its own process, with its arguments. */
export interface Run {
  readonly script: string;
  readonly args: readonly string[];
  /** The accepted exit codes. @default - only 0 */
  readonly statuses?: readonly number[];
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
}

type Side = (fixture: Fixture) => Run;

/** A goal: a figure of this benchmark compared with another side. */
export interface Goal {
  readonly of: "seconds" | "megabytes";
  /** `floor` and `peer` are this benchmark's; `synth.ours` is a side of another one. Undefined: the figure itself. */
  readonly against?: string;
  /** How the two figures are compared. @default "ratio" */
  readonly as?: "ratio" | "difference";
  /** Undefined: no goal, but the figure may not worsen. */
  readonly atMost?: number;
}

export interface Benchmark {
  /** The name in the results, which must not change. */
  readonly name: string;
  readonly title: string;
  readonly ours: Side;
  /** The alternative that a user would write. */
  readonly peer?: Side;
  /** The minimum of work that any program must do. */
  readonly floor?: Side;
  readonly goals: readonly Goal[];
}

const compiled = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const cli = (...args: string[]): Run => ({ script: compiled("src/cli/main.js"), args });
const script = (name: string, ...args: string[]): Run => ({
  script: fileURLToPath(new URL(`./${name}.js`, import.meta.url)),
  args,
});

/** A Terraform stub that does nothing. It is not compiled, so it is among the sources. */
const STUB = {
  TERRAFORM_BINARY_NAME: fileURLToPath(new URL("../../../tools/bench/stub-terraform.sh", import.meta.url)),
};

/** All benchmarks. Each side runs in its own process, all sides of a round in turn. */
export const BENCHMARKS: readonly Benchmark[] = [
  {
    name: "help",
    title: "start: `csp-baseline --help`",
    ours: () => cli("--help"),
    floor: () => script("nothing"),
    goals: [{ of: "seconds", against: "floor", as: "difference", atMost: 0.15 }],
  },
  {
    name: "check",
    title: "check: validate the fleet",
    ours: ({ fleet }) => cli("check", "--fleet", fleet),
    peer: ({ fleet }) => script("read-fleet", fleet, "yaml"),
    floor: ({ fleet }) => script("read-fleet", fleet),
    goals: [{ of: "seconds", against: "peer", atMost: 1.5 }],
  },
  {
    name: "synth",
    title: "check, synth and gate, all stacks",
    ours: ({ fleet, out }) => cli("synth", "--fleet", fleet, "--out", out),
    peer: ({ subscriptions, out }) => script("plain-app", String(subscriptions), out),
    floor: ({ stacks, subscriptions, out }) =>
      script("floor", String(subscriptions), out, join(stacks, "stacks", subscriptionId(0), "cdk.tf.json")),
    goals: [
      { of: "seconds", against: "peer", atMost: 0.25 },
      { of: "seconds", against: "floor", atMost: 8 },
      { of: "megabytes", against: "peer", atMost: 0.6 },
      { of: "megabytes", atMost: 400 },
      { of: "megabytes", against: "synth-tenth.ours", atMost: 1.3 },
    ],
  },
  {
    name: "synth-tenth",
    title: "the same for a tenth of the fleet",
    ours: ({ out, smallFleet }) => cli("synth", "--fleet", smallFleet, "--out", out),
    goals: [],
  },
  {
    name: "one-changed",
    title: "check, synth and gate, one subscription changed",
    ours: ({ changingFleet, changingStacks }) => {
      changeOne(changingFleet);
      return cli("synth", "--fleet", changingFleet, "--out", changingStacks);
    },
    goals: [
      { of: "seconds", against: "synth.ours", atMost: 0.04 },
      { of: "seconds", against: "check.ours" },
    ],
  },
  {
    name: "gate",
    title: "gate: judge all stacks",
    ours: ({ fleet, stacks }) => script("gate", fleet, stacks),
    goals: [{ of: "seconds", against: "synth.ours", atMost: 0.1 }],
  },
  {
    name: "review",
    title: "review: the plans of a tenth of the fleet",
    // Exit code 1: the plans are of another baseline, so there are findings.
    ours: ({ plans, smallFleet }) => ({
      ...cli("review", "--fleet", smallFleet, "--plans", plans),
      statuses: [0, 1],
    }),
    floor: ({ plans }) => script("parse-files", ...readdirSync(plans).map((name) => join(plans, name))),
    goals: [{ of: "seconds", against: "floor" }],
  },
  {
    name: "audit",
    title: "audit: exports of a tenth of the fleet",
    ours: ({ exports, smallFleet }) => ({
      ...cli("audit", "--fleet", smallFleet, "--from", ...exports),
      statuses: [0, 1],
    }),
    floor: ({ exports }) => script("parse-files", ...exports),
    goals: [{ of: "seconds", against: "floor" }],
  },
  {
    name: "runner",
    title: "plan: a tenth of the fleet, with a Terraform that does nothing",
    ours: ({ out, smallFleet, smallStacks }) => ({
      ...cli("plan", "--fleet", smallFleet, "--out", smallStacks, "--plans", out),
      env: STUB,
    }),
    floor: ({ out, smallStacks }) => ({ ...script("run-floor", smallStacks, out), env: STUB }),
    goals: [{ of: "seconds", against: "floor" }],
  },
  {
    name: "sandbox",
    title: "sandbox: a request for each subscription of the fleet, over TLS",
    ours: ({ subscriptions }) => script("sandbox-part", "sandbox", String(subscriptions)),
    floor: ({ subscriptions }) => script("sandbox-part", "floor", String(subscriptions)),
    goals: [{ of: "seconds", against: "floor" }],
  },
];

/** Changes the budget of the first subscription. */
export function changeOne(fleet: string): void {
  const file = join(fleet, "customers", "customer-00000.yaml");
  const text = readFileSync(file, "utf8");
  const amount = Number(/amount: (\d+)/.exec(text)?.[1] ?? 0) + 1;
  const plain = text.replace(/\n {4}baseline: .*/, "");
  const changed = `    name: customer-00000-0\n    baseline: { budget: { amount: ${amount} } }`;
  writeFileSync(file, plain.replace("    name: customer-00000-0", changed));
}
