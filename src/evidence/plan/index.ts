export { asArmResource } from "./arm-resource.ts";
export type { Expression } from "./expression.ts";
export { PlanFormatError } from "./format.ts";
export type { MisplacedResource } from "./placement.ts";
export type { PlanProvider } from "./providers.ts";
export { type PlanEvidence, type PlannedResource, readPlan } from "./read-plan.ts";
export { type StateResource, stateResources } from "./state-resources.ts";
export { isPartialUpdate } from "./updates.ts";
