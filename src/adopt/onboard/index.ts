export { adminAgentFiles } from "./admin-agent.ts";
export { type DelegationBody, delegationBody } from "./authorizations.ts";
export { type OnboardingFile, onboardingFiles } from "./files.ts";
export {
  type Delegate,
  type DelegateIds,
  type Onboarding,
  type Operators,
  onboardingOf,
  PURPOSES,
} from "./onboarding.ts";
export { isPermitted } from "./operation.ts";
export {
  OPERATION_GROUPS,
  type Purpose,
} from "./operations.ts";

export type { BuiltInRole } from "./roles.ts";
export { customRoleSteps, type Step, stepsOf } from "./steps.ts";
