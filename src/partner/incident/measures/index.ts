import type { MeasureName } from "../measure-names.ts";
import { removeAssignments } from "./assignments.ts";
import { cancelDeployments } from "./deployments.ts";
import { lock } from "./lock.ts";
import type { Measure } from "./measure.ts";
import { resolve } from "./resolve.ts";
import { suspend } from "./suspend.ts";

export { type MeasureContext, MeasureError, type Plan } from "./measure.ts";

/** In a sensible order: a lock prevents the removal of assignments, and so does a suspension. */
export const MEASURE: Readonly<Record<MeasureName, Measure>> = {
  "cancel-deployments": cancelDeployments,
  "remove-assignments": removeAssignments,
  lock,
  suspend,
  resolve,
};
