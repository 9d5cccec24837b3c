import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ASSUMPTIONS, type Assumptions, type TerraformRun } from "../../../tools/simulate/assumptions.ts";
import { DEFAULT_SCENARIO, type Scenario } from "../../../tools/simulate/scenario.ts";
import { type Pass, simulate } from "../../../tools/simulate/simulate.ts";
import { startEffort } from "../../support/effort.ts";

const FLAWLESS: Assumptions = {
  ...ASSUMPTIONS,
  transientFailures: 0,
  lastingFailures: 0,
  runnersLostPerHour: 0,
};
const HOSTILE: Assumptions = {
  ...ASSUMPTIONS,
  transientFailures: 0.3,
  lastingFailures: 0.05,
  runnersLostPerHour: 2,
  entra: { capacity: 60, perSecond: 6 },
  tenantReadsPerRun: 2,
};

function scenario(changes: Partial<Scenario> & { subscriptions: number }): Scenario {
  return { ...DEFAULT_SCENARIO, changed: changes.subscriptions, ...changes };
}

/** Assumptions with one run of Terraform for a plan. */
function running(run: Partial<TerraformRun>, world: Assumptions = FLAWLESS): Assumptions {
  const idle = { cpuSeconds: 0, metadata: 0, tokens: 0, reads: 0, writes: 0, idleSeconds: 0 };
  return { ...world, operations: { ...world.operations, plan: [{ ...idle, ...run }] } };
}

/** Minutes of a job in addition to its stacks. */
function overhead(subscriptions: number, { jobEndSeconds, jobStartSeconds, ...world }: Assumptions): number {
  return (jobStartSeconds + subscriptions * world.jobSecondsPerStackOfFleet + jobEndSeconds) / 60;
}

const sum = ({ outcomes }: Pass) => outcomes.done + outcomes.failed + outcomes.lost;

describe("closed forms", () => {
  test("one stack takes its processor time and the round trips of its requests", () => {
    const { first, resume } = simulate(scenario({ subscriptions: 1 }), FLAWLESS);
    // 4.8 s of processor; metadata, tokens, and 25 reads ten at a time: 1 + 1 + 3 round trips of 0.2 s.
    expect(first.minutes).toBeCloseTo(overhead(1, FLAWLESS) + (4.8 + 5 * 0.2) / 60, 9);
    expect(first.traffic).toEqual({
      metadata: 2,
      tokens: 3,
      reads: 25,
      writes: 0,
      throttled: 0,
      busiestSecondOfTokens: 3,
    });
    expect(resume).toBeUndefined();
  });

  test("a first deployment waits for its resource group", () => {
    const { first } = simulate(scenario({ subscriptions: 1, operation: "create" }), FLAWLESS);
    // plan: 4.4 s, 1 + 1 + 1 round trips; apply: 2.3 s, 1 + 1 + 4 round trips of 0.2 s, 2 of 1 s, 20 s of polling
    const seconds = 4.4 + 0.6 + 2.3 + 1.2 + 2 + 20;
    expect(first.minutes).toBeCloseTo(overhead(1, FLAWLESS) + seconds / 60, 9);
  });

  test.each([
    [1, 1, 12 * 5],
    [1, 4, 12 * 5],
    [2, 4, 6 * 5],
    [4, 4, 3 * 5],
    [4, 2, 6 * 5],
  ])("twelve stacks of five seconds on %i cores, %i at a time, take %i seconds", (cores, pool, seconds) => {
    const world = running({ cpuSeconds: 5 });
    const { first } = simulate(scenario({ subscriptions: 12, cores, pool }), world);
    expect(first.minutes).toBeCloseTo(overhead(12, world) + seconds / 60, 9);
  });

  test("requests beyond a subscription's bucket wait for the refill", () => {
    const world = running({ reads: 1000 });
    const { first } = simulate(scenario({ subscriptions: 1 }), world);
    const seconds = (first.minutes - overhead(1, world)) * 60;
    expect(seconds).toBeGreaterThanOrEqual((1000 - 250) / 25);
    // Each Retry-After is rounded up to a whole second, so up to a second is lost for ten requests.
    expect(seconds).toBeLessThanOrEqual((1000 / 10) * 1.4);
    expect(first.traffic.reads).toBe(1000);
    expect(first.traffic.throttled).toBeGreaterThan(0);
  });

  test("subscriptions have separate buckets, and share that of the tenant", () => {
    const apart = simulate(scenario({ subscriptions: 400 }), running({ reads: 240 }));
    expect(apart.first.traffic.throttled).toBe(0);
    const shared = simulate(scenario({ subscriptions: 400 }), { ...running({}), tenantReadsPerRun: 20 });
    expect(shared.first.traffic.throttled).toBeGreaterThan(0);
    expect(shared.first.minutes * 60).toBeGreaterThan((400 * 20 - 250) / 25);
  });

  test("throttling by Entra costs its Retry-After of one minute", () => {
    const world = { ...running({ tokens: 10 }), entra: { capacity: 10, perSecond: 10 } };
    const { first } = simulate(scenario({ subscriptions: 2, perJob: 2, cores: 1 }), world);
    expect(first.traffic).toMatchObject({ tokens: 20, throttled: 10 });
    expect(first.minutes).toBeCloseTo(overhead(2, world) + (0.2 + 60 + 0.2) / 60, 9);
  });

  test("a job that exceeds its limit is lost with its plans", () => {
    const world = { ...running({ cpuSeconds: 3600 }), jobLimitSeconds: 6 * 3600 };
    const { first, resume } = simulate(scenario({ subscriptions: 20, cores: 1 }), world);
    expect(first).toMatchObject({ minutes: 360, runnersLost: 1, outcomes: { done: 0, failed: 0, lost: 20 } });
    expect(resume?.stacks).toBe(20);
  });
});

describe("any scenario", () => {
  const fleets = fc.record({
    subscriptions: fc.integer({ min: 1, max: 400 }),
    operation: fc.constantFrom("plan" as const, "update" as const, "create" as const),
    runners: fc.integer({ min: 1, max: 12 }),
    perJob: fc.integer({ min: 1, max: 60 }),
    cores: fc.integer({ min: 1, max: 4 }),
    pool: fc.integer({ min: 1, max: 8 }),
    seed: fc.nat(),
  });

  test("every stack ends once, and failed and lost stacks are resumed", () => {
    fc.assert(
      fc.property(fleets, (fleet) => {
        const { first, resume } = simulate(scenario(fleet), HOSTILE);
        expect(sum(first)).toBe(fleet.subscriptions);
        expect(resume?.stacks ?? 0).toBe(first.outcomes.failed + first.outcomes.lost);
        expect(resume === undefined ? 0 : sum(resume)).toBe(resume?.stacks ?? 0);
        expect(first.jobs).toBe(Math.min(256, Math.ceil(fleet.subscriptions / fleet.perJob)));
      }),
      { numRuns: 40 },
    );
  });

  test("the same seed gives the same result, another seed another one", () => {
    const run = (seed: number) => simulate(scenario({ subscriptions: 2000, seed }), HOSTILE);
    expect(run(7)).toEqual(run(7));
    expect(run(8).first).not.toEqual(run(7).first);
  });

  test("a lost runner loses only plans: deployments stay, and the current state stays locked", () => {
    const world = { ...FLAWLESS, runnersLostPerHour: 5 };
    const plans = simulate(scenario({ subscriptions: 500 }), world).first;
    expect(plans.runnersLost).toBeGreaterThan(0);
    expect(plans.locksLeft).toBe(0);
    const deploys = simulate(scenario({ subscriptions: 500, operation: "create" }), world).first;
    expect(deploys.locksLeft).toBeGreaterThan(0);
    expect(deploys.locksLeft).toBeLessThanOrEqual(deploys.runnersLost * DEFAULT_SCENARIO.pool);
    expect(deploys.locksLeft).toBeLessThanOrEqual(deploys.outcomes.lost);
  });
});

describe("failures", () => {
  test("that last fail the stack at once, without another attempt", () => {
    const { first, resume } = simulate(scenario({ subscriptions: 30 }), { ...FLAWLESS, lastingFailures: 1 });
    expect(first.outcomes).toEqual({ done: 0, failed: 30, lost: 0 });
    expect(first.traffic.reads).toBe(0);
    expect(resume?.outcomes).toEqual({ done: 30, failed: 0, lost: 0 });
  });

  test("that are temporary are retried up to the runner's limit, then the stack fails", () => {
    const world = { ...FLAWLESS, transientFailures: 1 };
    const { first } = simulate(scenario({ subscriptions: 30 }), world);
    expect(first.outcomes).toEqual({ done: 0, failed: 30, lost: 0 });
    expect(first.traffic.reads).toBe(30 * 25 * 5);
  });

  test("of throttling occur after all attempts of provider and runner", () => {
    const world = { ...running({}), tenantReadsPerRun: 1, tenantReads: { capacity: 0, perSecond: 1 } };
    const { first } = simulate(scenario({ subscriptions: 1 }), world);
    expect(first.outcomes.failed).toBe(1);
    expect(first.traffic.throttled).toBe(10 * 7);
  });
});

describe("a larger number of subscriptions", () => {
  const sizes = [10, 40, 100, 333, 1000, 3000, 12_800, 20_000];

  test("is never less work", () => {
    const results = sizes.map((subscriptions) => simulate(scenario({ subscriptions }), FLAWLESS));
    for (const [index, { first }] of results.entries()) {
      const before = results[index - 1]?.first;
      if (before === undefined) continue;
      expect(first.jobs).toBeGreaterThanOrEqual(before.jobs);
      expect(first.runnerMinutes).toBeGreaterThan(before.runnerMinutes);
      expect(first.traffic.reads).toBeGreaterThan(before.traffic.reads);
    }
  });

  test("is never faster with the same number of jobs", () => {
    const minutes = sizes.map(
      (subscriptions) =>
        simulate(scenario({ subscriptions, perJob: Math.ceil(subscriptions / 10) }), FLAWLESS).minutes,
    );
    expect(minutes).toEqual([...minutes].sort((a, b) => a - b));
  });

  test("of fifty thousand is simulated in seconds, in no more jobs than GitHub allows", () => {
    const effort = startEffort();
    const { first } = simulate(scenario({ subscriptions: 50_000, operation: "create" }));
    expect(effort()).toBeLessThan(500);
    expect(first.jobs).toBe(256);
    expect(sum(first)).toBe(50_000);
  });
});

test("more runners are never slower, and a single one completes everything", () => {
  const minutes = [1, 2, 5, 20, 100].map(
    (runners) => simulate(scenario({ subscriptions: 3000, runners }), FLAWLESS).first.minutes,
  );
  expect(minutes).toEqual([...minutes].sort((a, b) => b - a));
});

test("processes only the changed stacks", () => {
  const { first } = simulate(scenario({ subscriptions: 10_000, changed: 100 }), FLAWLESS);
  expect(first.stacks).toBe(100);
  expect(first.traffic.reads).toBe(2500);
});
