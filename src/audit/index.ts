export { EndpointError, endpointsOf } from "../azure/endpoints.ts";
export { AzureFailure, azureFailure } from "../azure/failure.ts";
export { adoptionYaml } from "./adopt.ts";
export { type AuditResult, auditAzure, auditExports } from "./audit.ts";
export { AZURE_SOURCES, type AzureSourceKind, azureSources, signIns } from "./azure-sources.ts";

export { COVERAGE_CONTROLS } from "./coverage-controls.ts";
export { DeclaredStacks } from "./declared.ts";
export { AuditJudge } from "./judge.ts";
export { LIVE_CONTROLS } from "./live-controls/index.ts";
export { Since } from "./since.ts";
