export { addSubscriptions } from "./add-subscriptions.ts";
export { type NewCustomer, treeLines } from "./entry-yaml.ts";
export { type ExportedRows, readExportRows } from "./export-rows.ts";
export { type ExportedFleet, joinExports } from "./exported-fleet.ts";
export { readLiveEvidence } from "./live-evidence.ts";
export { type ChangedFile, changedFiles, loadWith } from "./merge-fleet.ts";
export { type ImportPlan, NO_TENANT, planImport } from "./plan-import.ts";
export { type Proposals, proposalsOf } from "./proposals.ts";
