export * from "./model.ts";
export { type ReviewFleetOptions, reviewFleet } from "./review-fleet.ts";
