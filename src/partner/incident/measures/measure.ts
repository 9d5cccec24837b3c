import type { Fleet } from "../../../fleet/index.ts";
import type { Reason } from "../../graph/alerts.ts";
import type { Connections } from "../connections.ts";
import type { Action, Incident } from "../report.ts";
import type { Subject } from "../subject.ts";

/** The input of a measure. */
export interface MeasureContext {
  readonly fleet: Fleet;
  readonly subject: Subject;
  /** The gathered timeline, with later measures. */
  readonly incident: Incident;
  readonly connections: Connections;
  /** The reason of `resolve`. */
  readonly reason: Reason | undefined;
  /** Ids of role assignments or deployments to limit the measure to. @default - all of the incident */
  readonly only: readonly string[] | undefined;
}

/** The changes to confirm, and the action that makes them. */
export interface Plan {
  /** The changes and their limits, one line each. */
  readonly lines: readonly string[];
  /** Undefined: there is nothing to do. */
  readonly run?: () => Promise<Outcome>;
}

export type Outcome = Pick<Action, "outcome" | "details"> & Partial<Pick<Action, "removed">>;

/** A measure that contains an incident. Planning only reads; both throw an `AzureFailure`. */
export interface Measure {
  readonly plan: (context: MeasureContext) => Promise<Plan>;
  /** Undefined: it cannot be undone. */
  readonly undo?: (context: MeasureContext) => Promise<Plan>;
}

/** A measure cannot be taken as requested; the message is for people. */
export class MeasureError extends Error {}

/** The results of several steps, of which some may have failed. */
export function outcomeOf(details: readonly string[], done: number, failed: number): Outcome {
  const outcome = failed === 0 ? "done" : done === 0 ? "failed" : "partly";
  return { outcome, details: [...details] };
}
