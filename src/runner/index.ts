export { realWaiting, type Waiting } from "./back-off.ts";
export { type ChangedSince, changedSince } from "./changed-since.ts";
export {
  allStacks,
  type ChangedList,
  changedStacks,
  type StackChange,
} from "./changes.ts";
export { Interruption, listenForSignals } from "./interruption.ts";
export { type Output, readOutput, type StackFolder } from "./output.ts";
export { appliedStacks, unplannedStacks } from "./past-plans.ts";
export { type Changes, sum } from "./plan-changes.ts";
export { isWell, Progress } from "./progress.ts";
export {
  closeRetirements,
  plannedRetirements,
  planRetirements,
  type Retiring,
  stacksThatLeft,
} from "./retire.ts";
export type { RetiredStack, RetireMode } from "./retirement.ts";
export { plannedStacks, type ReviewedPlan, type ReviewedPlans } from "./reviewed-plans.ts";
export { materializeFolder, readRevision } from "./revision.ts";
export {
  type Canary,
  type DeploymentSummary,
  deployStacks,
  type PreviewedStack,
  planStacks,
  previewDeployment,
  type RunOptions,
} from "./run.ts";
export { RunLock } from "./run-lock.ts";
export type { RunResult, StackResult } from "./run-result.ts";
export { RunnerError } from "./runner-error.ts";
export type { StackName } from "./session.ts";
export { findTerraform, type Terraform } from "./terraform.ts";
export { committedLockFile } from "./workspace.ts";
