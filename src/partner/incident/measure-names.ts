/** The measures against an incident. Each is a command that asks for confirmation. */
export const MEASURES = ["cancel-deployments", "remove-assignments", "lock", "suspend", "resolve"] as const;
export type MeasureName = (typeof MEASURES)[number];
