export { EndpointError, endpointsOf } from "../azure/endpoints.ts";
export { AzureFailure, azureFailure } from "../azure/failure.ts";
export { ACCESS_CONTROLS, AccessAudit } from "./access/index.ts";
export { type Activities, type Activity, lastActivities } from "./activity-log.ts";
export { adoptionYaml } from "./adopt.ts";
export { type AuditResult, auditAzure, auditExports, type JudgedSubscription } from "./audit.ts";
export { AZURE_SOURCES, type AzureSourceKind, azureSources, type SignIn, signIns } from "./azure-sources.ts";

export { coverageOf, type UnmanagedSubscription, whyNoChanges } from "./coverage.ts";
export { COVERAGE_CONTROLS } from "./coverage-controls.ts";
export { DeclaredStacks } from "./declared.ts";
export type { DeclaredDrift } from "./declared-drift.ts";
export { AuditJudge } from "./judge.ts";
export { LIVE_CONTROLS } from "./live-controls/index.ts";
export { Since } from "./since.ts";
export { TenantAudit } from "./tenant-audit.ts";
