export { type Audited, type EnforceOptions, enforce } from "./enforcement.ts";
export { readEnforceResult } from "./read-result.ts";
export { type EnforcedSubscription, type EnforceResult, isLeft } from "./result.ts";
export { SAFE_RULES } from "./safe-plan.ts";
