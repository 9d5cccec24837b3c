/** Controls that every managed subscription must meet. A fleet cannot switch them off, only except a subscription from one. */
export const REQUIRED_CONTROLS = [
  "security-contact",
  "budget",
  "service-health-alert",
  "cost-anomaly-alert",
  "action-group",
  "activity-log-alerts",
  "resource-health-alert",
] as const;

/** Controls that are judged where the baseline switches them on. */
export const OPTIONAL_CONTROLS = ["activity-log-export", "defender-plans", "policy-assignments"] as const;

/** All controls of a subscription: those that an exception can name. */
export const CONTROL_IDS = [...REQUIRED_CONTROLS, ...OPTIONAL_CONTROLS] as const;

export type ControlId = (typeof CONTROL_IDS)[number];
