import { parseArgs } from "node:util";
import { messageOf } from "../../src/text/error-message.ts";
import { ASSUMPTIONS, type Assumptions } from "./assumptions.ts";
import { DEFAULT_SCENARIO, type Scenario } from "./scenario.ts";

export interface SimulateOptions {
  readonly scenario: Scenario;
  readonly world: Assumptions;
  readonly format: "human" | "json";
}

export const USAGE = `npm run simulate -- --subscriptions 50000 [options]

  --subscriptions N     managed subscriptions of the fleet
  --changed N|P%        how many of their stacks changed (default: 100%)
  --operation NAME      plan (default), update (plan and apply one change), create (first deployment)
  --engine NAME         github (default) or azure-pipelines
  --runners N           jobs that run at the same time (default: 20)
  --per-job N           stacks for a job, within the engine's limit of jobs (default: 50)
  --cores N             cores of a runner (default: 2)
  --parallelism N       stacks that a job works on at the same time (default: 4)
  --entra-per-second N  suppose Entra gives no more tokens a second (default: no limit)
  --tenant-reads N      suppose so many reads of a run count against the tenant (default: 0)
  --no-failures         suppose that nothing fails
  --seed N              of chance (default: 1)
  --format NAME         human (default) or json
`;

/** Something on the command line that cannot be. */
export class UsageError extends Error {}

const MOST_SUBSCRIPTIONS = 1_000_000;

/** @throws {UsageError} for what a user mistyped */
export function parseOptions(args: readonly string[]): SimulateOptions {
  const values = parse(args);
  const whole = (name: keyof typeof values, most: number, least = 1): number | undefined => {
    const text = values[name];
    if (text === undefined) return undefined;
    const value = /^\d{1,10}$/.test(String(text)) ? Number(text) : -1;
    if (value >= least && value <= most) return value;
    throw new UsageError(`--${name} must be a number from ${least} to ${most}, got ${JSON.stringify(text)}`);
  };
  const subscriptions = whole("subscriptions", MOST_SUBSCRIPTIONS);
  if (subscriptions === undefined) throw new UsageError("--subscriptions is missing");
  const scenario: Scenario = {
    subscriptions,
    changed: changedOf(values.changed, subscriptions),
    operation: oneOf("operation", values.operation ?? "plan", ["plan", "update", "create"]),
    engine: oneOf("engine", values.engine ?? "github", ["github", "azure-pipelines"]),
    runners: whole("runners", 10_000) ?? DEFAULT_SCENARIO.runners,
    perJob: whole("per-job", MOST_SUBSCRIPTIONS) ?? DEFAULT_SCENARIO.perJob,
    cores: whole("cores", 256) ?? DEFAULT_SCENARIO.cores,
    pool: whole("parallelism", 256) ?? DEFAULT_SCENARIO.pool,
    seed: whole("seed", 2 ** 32 - 1, 0) ?? DEFAULT_SCENARIO.seed,
  };
  const entra = whole("entra-per-second", 100_000);
  const world: Assumptions = {
    ...ASSUMPTIONS,
    tenantReadsPerRun: whole("tenant-reads", 1_000, 0) ?? ASSUMPTIONS.tenantReadsPerRun,
    // A bucket of ten seconds: bursts pass, a steady excess does not.
    ...(entra === undefined ? {} : { entra: { capacity: entra * 10, perSecond: entra } }),
    ...(values["no-failures"] === true
      ? { transientFailures: 0, lastingFailures: 0, runnersLostPerHour: 0 }
      : {}),
  };
  return { scenario, world, format: oneOf("format", values.format ?? "human", ["human", "json"]) };
}

function parse(args: readonly string[]) {
  const text = { type: "string" } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        subscriptions: text,
        changed: text,
        operation: text,
        engine: text,
        runners: text,
        "per-job": text,
        cores: text,
        parallelism: text,
        "entra-per-second": text,
        "tenant-reads": text,
        "no-failures": { type: "boolean" },
        seed: text,
        format: text,
      },
    }).values;
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
}

function changedOf(text: string | undefined, subscriptions: number): number {
  if (text === undefined) return subscriptions;
  const match = /^(\d{1,7}(?:\.\d{1,4})?)(%?)$/.exec(text);
  const value = match === null ? Number.NaN : Number(match[1]);
  const changed = match?.[2] === "%" ? Math.ceil((subscriptions * value) / 100) : value;
  if (Number.isInteger(changed) && changed >= 1 && changed <= subscriptions) return changed;
  throw new UsageError(
    `--changed must be a number from 1 to ${subscriptions}, or a share such as 1%, got ${JSON.stringify(text)}`,
  );
}

function oneOf<Name extends string>(option: string, text: string, names: readonly Name[]): Name {
  const name = names.find((candidate) => candidate === text);
  if (name !== undefined) return name;
  throw new UsageError(`--${option} must be one of ${names.join(", ")}, got ${JSON.stringify(text)}`);
}
