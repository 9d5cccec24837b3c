export { consentLink, customRole } from "./customer-app.ts";
export { type OnboardingFile, onboardingFiles } from "./files.ts";
export {
  type Delegate,
  type DelegateIds,
  type Onboarding,
  onboardingOf,
  PURPOSES,
} from "./onboarding.ts";
export { isPermitted, type Permission } from "./operation.ts";
export {
  neededGroups,
  OPERATION_GROUPS,
  type OperationGroup,
  operationsOf,
  type Purpose,
} from "./operations.ts";
export { type BuiltInRole, roleFor, rolesFor } from "./roles.ts";
export { customRoleSteps, type Step, stepsOf } from "./steps.ts";
