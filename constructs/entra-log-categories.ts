/**
 * Logs of Microsoft Entra that a diagnostic setting can export. Some exist only in a tenant with a license: sign-ins
 * need Entra ID P1, risks P2.
 *
 * Source: https://learn.microsoft.com/entra/identity/monitoring-health/concept-diagnostic-settings-logs-options
 */
export const ENTRA_LOG_CATEGORIES = [
  "AuditLogs",
  "SignInLogs",
  "NonInteractiveUserSignInLogs",
  "ServicePrincipalSignInLogs",
  "ManagedIdentitySignInLogs",
  "ProvisioningLogs",
  "ADFSSignInLogs",
  "RiskyUsers",
  "UserRiskEvents",
  "RiskyServicePrincipals",
  "ServicePrincipalRiskEvents",
  "MicrosoftGraphActivityLogs",
] as const;
/** A log of Microsoft Entra that can be exported. */
export type EntraLogCategory = (typeof ENTRA_LOG_CATEGORIES)[number];

/** The audit log and all four kinds of sign-in logs. */
export const USUAL_ENTRA_LOGS: readonly EntraLogCategory[] = [
  "AuditLogs",
  "SignInLogs",
  "NonInteractiveUserSignInLogs",
  "ServicePrincipalSignInLogs",
  "ManagedIdentitySignInLogs",
];
