import type { Failure } from "./failure.ts";
import { type Changes, sum } from "./plan-changes.ts";

/**
 * The status of a stack after a run:
 * - `planned`: the plan has changes to review; `unchanged`: it has none
 * - `applied`, `failed`, `not-started`
 * - `refused`: its plan must not be applied
 * - `skipped`: Azure accepts no changes of its subscription
 * - `not-ready`: Cost Management does not accept the subscription yet
 * - `interrupted`: by a signal to this run
 */
export type StackStatus =
  | "planned"
  | "unchanged"
  | "applied"
  | "refused"
  | "skipped"
  | "not-ready"
  | "failed"
  | "interrupted"
  | "not-started";

/** The result of one stack. */
export interface StackOutcome {
  readonly status: StackStatus;
  /** Absent where nothing was planned. */
  readonly changes?: Changes;
  /** The fault and its remedy. */
  readonly message?: string;
  /** The number of failed tries of Terraform. */
  readonly retries?: number;
  /** Whether an earlier run did it. */
  readonly earlier?: boolean;
}

export interface StackResult extends StackOutcome {
  readonly id: string;
  /** The name in the fleet; null where it has none. */
  readonly name: string | null;
  readonly customer: string | null;
  readonly seconds: number;
  /** The file with Terraform's output. */
  readonly log?: string;
}

/** The result of a run: `result.json`, and the output of `--format json`. A public format. */
export interface RunResult {
  readonly schema: "csp-baseline/run/v1";
  readonly verb: "plan" | "deploy";
  readonly run: string;
  readonly startedAt: string;
  readonly seconds: number;
  readonly terraform: { readonly version: string };
  /** `ok`; `refused`: some plans must not be applied, without other failures; `interrupted`: by a signal; `failed`. */
  readonly status: "ok" | "refused" | "failed" | "interrupted";
  /** Why the run ended before all stacks were tried. */
  readonly stopped?: string;
  readonly counts: Readonly<Record<StackStatus, number>>;
  /** The total of all stacks. */
  readonly changes: Changes;
  /** Sorted by id. */
  readonly stacks: readonly StackResult[];
}

export interface RunSummary {
  readonly verb: "plan" | "deploy";
  readonly run: string;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly terraformVersion: string;
  readonly interrupted: boolean;
  readonly stopped?: string;
  readonly stacks: readonly StackResult[];
}

export function runResult(summary: RunSummary): RunResult {
  const { endedAt, interrupted, run, startedAt, stopped, terraformVersion, verb } = summary;
  const stacks = [...summary.stacks].sort((a, b) => (a.id < b.id ? -1 : 1));
  const counts = countStatuses(stacks);
  const bad = counts.failed + counts["not-ready"] + counts["not-started"] + counts.interrupted;
  const failedOr = counts.refused > 0 ? "refused" : "ok";
  return {
    schema: "csp-baseline/run/v1",
    verb,
    run,
    startedAt: new Date(startedAt).toISOString(),
    seconds: seconds(endedAt - startedAt),
    terraform: { version: terraformVersion },
    status: interrupted && bad > 0 ? "interrupted" : bad > 0 || stopped !== undefined ? "failed" : failedOr,
    ...(stopped === undefined ? {} : { stopped }),
    counts,
    changes: sum(stacks.flatMap(({ changes }) => changes ?? [])),
    stacks,
  };
}

function countStatuses(stacks: readonly StackResult[]): RunResult["counts"] {
  const counts = {
    planned: 0,
    unchanged: 0,
    applied: 0,
    refused: 0,
    skipped: 0,
    "not-ready": 0,
    failed: 0,
    interrupted: 0,
    "not-started": 0,
  };
  for (const { status } of stacks) counts[status] += 1;
  return counts;
}

/** Converts milliseconds to seconds with one decimal. */
export function seconds(milliseconds: number): number {
  return Math.round(milliseconds / 100) / 10;
}

/** Converts a failure to the result of a stack. */
export function failed(failure: Failure, retries: number): StackOutcome {
  const after = retries > 1 ? ` (after ${retries} tries)` : "";
  switch (failure.kind) {
    case "not-ready":
      return {
        status: "not-ready",
        message: `Cost Management does not accept the subscription yet, which takes up to 48 hours after its creation; other resources may be deployed. Repeat with --resume after that`,
        retries,
      };
    case "unavailable":
      return {
        status: "skipped",
        message: `Azure accepts no changes of its subscription: it is disabled, warned or past due, or it was transferred to another tenant (${failure.message})`,
        retries,
      };
    case "interrupted":
      return { status: "interrupted", message: failure.message, retries };
    case "uncovered":
      return { status: "refused", message: failure.message, retries };
    case "stale":
      return { status: "refused", message: `plan and review it again: ${failure.message}`, retries };
    case "locked":
      return {
        status: "failed",
        message: `another process holds the state's lock${after}: ${failure.message}`,
        retries,
      };
    default:
      return { status: "failed", message: `${failure.message}${after}`, retries };
  }
}
