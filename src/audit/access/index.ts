export { AccessAudit, type AccessOptions, wantedOf } from "./access-audit.ts";
export { ACCESS_CONTROLS } from "./controls.ts";
