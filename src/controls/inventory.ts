/** The module `csp-baseline/inventory`: the fleet, loaded with the catalogue of controls. */
export * from "../fleet/index.ts";
export { CONTROL_IDS, type ControlId, OPTIONAL_CONTROLS, REQUIRED_CONTROLS } from "./control-ids.ts";
export { type LoadOptions, loadFleet } from "./load-fleet.ts";
