/** The parts of the partner's access to a subscription that `audit` can judge in addition to the baseline. */
export const ACCESS_CONTROL_IDS = ["standing-access", "aobo-owner", "delegation"] as const;
/** The id of an optional control of access: `standing-access`. */
export type AccessControlId = (typeof ACCESS_CONTROL_IDS)[number];

/**
 * Azure's own roles that people may activate: Lighthouse takes neither Owner nor roles with dataActions, and PIM not User
 * Access Administrator.
 * https://learn.microsoft.com/azure/lighthouse/how-to/create-eligible-authorizations
 */
export const ELIGIBLE_ROLES = [
  "Contributor",
  "Security Admin",
  "Monitoring Policy Contributor",
  "Cost Management Contributor",
  "Support Request Contributor",
] as const;
/** A role that people can activate for a limited time. */
export type EligibleRole = (typeof ELIGIBLE_ROLES)[number];

/** How long an activated role lasts at most, in minutes, where the fleet does not say. Azure's own default is 480. */
export const DEFAULT_ACTIVATION_MINUTES = 240;
