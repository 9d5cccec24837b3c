import { ASSUMPTIONS, type Assumptions } from "./assumptions.ts";
import { estimate } from "./by-hand.ts";
import { count, counted, duration } from "./figures.ts";
import { DEFAULT_SCENARIO, type Scenario } from "./scenario.ts";
import { type Simulation, simulate } from "./simulate.ts";

/** A fleet and its pipeline; omitted values come from DEFAULT_SCENARIO. */
type Example = Partial<Scenario> & Pick<Scenario, "subscriptions" | "changed">;

const SIZES = [500, 5_000, 50_000] as const;

/** Returns the tables of docs/scale.md by their names. */
export function exampleTables(): ReadonlyMap<string, string> {
  return new Map([
    ["plan-all", timesTable(SIZES.map((size) => ({ subscriptions: size, changed: size })))],
    ["plan-one-percent", timesTable(SIZES.map((size) => ({ subscriptions: size, changed: size / 100 })))],
    [
      "create-all",
      timesTable([
        ...SIZES.map((size) => ({ subscriptions: size, changed: size, operation: "create" as const })),
        { subscriptions: 50_000, changed: 50_000, operation: "create", pool: 12 },
      ]),
    ],
    [
      "runners",
      timesTable([10, 20, 60, 256].map((runners) => ({ subscriptions: 50_000, changed: 50_000, runners }))),
    ],
    ["requests", requestsTable()],
    ["limits", limitsTable()],
    ["failures", failuresTable()],
  ]);
}

function scenarioOf(example: Example): Scenario {
  return { ...DEFAULT_SCENARIO, ...example };
}

function run(example: Example, world: Partial<Assumptions> = {}): Simulation {
  return simulate(scenarioOf(example), { ...ASSUMPTIONS, ...world });
}

function timesTable(examples: readonly Example[]): string {
  const rows = examples.map((example) => {
    const { first, minutes } = run(example);
    const { jobSeconds, minutes: byHand, stacksPerJob, waves } = estimate(scenarioOf(example), ASSUMPTIONS);
    return [
      count(example.subscriptions),
      `${example.runners ?? DEFAULT_SCENARIO.runners} x ${example.pool ?? DEFAULT_SCENARIO.pool}`,
      String(first.jobs),
      String(stacksPerJob),
      `${waves} x ${Math.round(jobSeconds)} s = ${duration(byHand)}`,
      duration(first.minutes),
      duration(minutes),
      count(first.runnerMinutes),
    ];
  });
  return table(
    [
      "subscriptions",
      "runners x stacks at a time",
      "jobs",
      "stacks a job",
      "jobs by hand",
      "jobs simulated",
      "with synth and review",
      "runner minutes",
    ],
    rows,
  );
}

function requestsTable(): string {
  const rows = (["plan", "update", "create"] as const).map((operation) => {
    const runs = ASSUMPTIONS.operations[operation];
    const total = (of: "reads" | "writes" | "tokens") => runs.reduce((sum, step) => sum + step[of], 0);
    const { subscriptionReads, subscriptionWrites } = ASSUMPTIONS;
    return [
      operation,
      `${total("reads")} of ${subscriptionReads.capacity}`,
      `${total("writes")} of ${subscriptionWrites.capacity}`,
      String(total("tokens")),
      count(total("reads") * 50_000),
      count(total("writes") * 50_000),
      count(total("tokens") * 50_000),
    ];
  });
  return table(
    [
      "operation",
      "reads, of the bucket",
      "writes, of the bucket",
      "tokens",
      "50,000: reads",
      "writes",
      "tokens",
    ],
    rows,
  );
}

function limitsTable(): string {
  const all = { subscriptions: 50_000, changed: 50_000 };
  const entra = (perSecond: number) => ({ capacity: perSecond * 10, perSecond });
  const cases: readonly [string, Example, Partial<Assumptions>][] = [
    ["as documented", all, {}],
    ["the same on 256 runners", { ...all, runners: 256 }, {}],
    ["metadata counts against the tenant", all, { tenantReadsPerRun: 2 }],
    ["the same on 256 runners", { ...all, runners: 256 }, { tenantReadsPerRun: 2 }],
    ["Entra gives 50 tokens a second", all, { entra: entra(50) }],
    ["the same on 256 runners", { ...all, runners: 256 }, { entra: entra(50) }],
  ];
  const rows = cases.map(([name, example, world]) => {
    const { first } = run(example, world);
    const { busiestSecondOfTokens, throttled } = first.traffic;
    return [
      name,
      String(busiestSecondOfTokens),
      count(throttled),
      duration(first.minutes),
      count(first.outcomes.failed),
    ];
  });
  return table(
    ["supposed", "tokens in the busiest second", "requests throttled", "jobs", "stacks failed"],
    rows,
  );
}

function failuresTable(): string {
  const all = (size: number, operation: "plan" | "create") =>
    [operation, { subscriptions: size, changed: size, operation }, {}] as const;
  const cases: readonly (readonly [string, Example, Partial<Assumptions>])[] = [
    ...SIZES.map((size) => all(size, "plan")),
    ...SIZES.map((size) => all(size, "create")),
    [
      "create, and a runner is lost every 20 hours",
      { subscriptions: 50_000, changed: 50_000, operation: "create" },
      { runnersLostPerHour: 0.05 },
    ],
  ];
  const rows = cases.map(([name, example, world]) => {
    const { first, resume } = run(example, world);
    const { failed, lost } = first.outcomes;
    return [
      name,
      count(example.subscriptions),
      count(failed),
      lost === 0 ? "0" : `${counted(lost, "stack")}, ${counted(first.runnersLost, "runner")}`,
      count(first.locksLeft),
      resume === undefined
        ? "nothing to do"
        : `${counted(resume.stacks, "stack")}, ${counted(resume.jobs, "job")}, ${duration(resume.minutes)}, ${count(resume.runnerMinutes)} runner minutes`,
    ];
  });
  return table(["operation", "subscriptions", "failed", "lost", "locks left", "resuming"], rows);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), `|${"---|".repeat(head.length)}`, ...rows.map(line)].join("\n");
}

const BLOCK = /<!-- simulated: ([a-z-]+) -->\n[\s\S]*?<!-- end -->/g;

/** Inserts the tables into a page. @throws when the page names an unknown table */
export function withTables(page: string, tables: ReadonlyMap<string, string>): string {
  const missing = [...tables.keys()].find((name) => !page.includes(`<!-- simulated: ${name} -->`));
  if (missing !== undefined) throw new Error(`docs/scale.md has no place for the table ${missing}`);
  return page.replace(BLOCK, (_, name: string) => {
    const text = tables.get(name);
    if (text === undefined) throw new Error(`docs/scale.md names the unknown table ${name}`);
    return `<!-- simulated: ${name} -->\n${text}\n<!-- end -->`;
  });
}
