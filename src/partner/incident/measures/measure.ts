import type { Fleet } from "../../../fleet/index.ts";
import type { Reason } from "../../graph/alerts.ts";
import type { Connections } from "../connections.ts";
import type { Action, Incident } from "../report.ts";
import type { Subject } from "../subject.ts";

/** What a measure works with. */
export interface MeasureContext {
  readonly fleet: Fleet;
  readonly subject: Subject;
  /** As it was gathered, with what was done since. */
  readonly incident: Incident;
  readonly connections: Connections;
  /** Of `resolve`. */
  readonly reason: Reason | undefined;
  /** Ids of role assignments or deployments: only these. @default all that the incident names */
  readonly only: readonly string[] | undefined;
}

/** What a person agrees to, and what it does then. */
export interface Plan {
  /** What will change, and what will not, a line each. */
  readonly lines: readonly string[];
  /** Left out: there is nothing to do. */
  readonly run?: () => Promise<Outcome>;
}

export type Outcome = Pick<Action, "outcome" | "details"> & Partial<Pick<Action, "removed">>;

/** One way to contain an incident. Planning reads and writes nothing; both throw an `AzureFailure`. */
export interface Measure {
  readonly plan: (context: MeasureContext) => Promise<Plan>;
  /** Left out: it cannot be undone. */
  readonly undo?: (context: MeasureContext) => Promise<Plan>;
}

/** Something cannot be done as asked; the message is for a person. */
export class MeasureError extends Error {}

/** What came of several steps, of which some may have failed. */
export function outcomeOf(details: readonly string[], done: number, failed: number): Outcome {
  const outcome = failed === 0 ? "done" : done === 0 ? "failed" : "partly";
  return { outcome, details: [...details] };
}
