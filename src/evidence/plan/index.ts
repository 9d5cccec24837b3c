export { asArmResource } from "./arm-resource.ts";
export type { Expression } from "./expression.ts";
export { PlanFormatError } from "./format.ts";

export { type PlanEvidence, type PlannedResource, readPlan } from "./read-plan.ts";
export { stateResources } from "./state-resources.ts";
export { isPartialUpdate } from "./updates.ts";
