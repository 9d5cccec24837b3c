/** Duties of the partner that only a person can attest: the ones that `attestations` may name. */
export const ATTESTED_CONTROLS = [
  "security-contact-process",
  "admin-agent-email",
  "alert-email-subscription",
  "alert-webhook",
  "alert-api-current",
  "alert-triage-runbook",
  "alert-activity-log-review",
  "partner-all-users-mfa",
  "customer-all-users-mfa",
  "phishing-resistant-mfa",
  "no-access-without-customer-mfa",
  "separate-admin-accounts",
  "admin-agent-group-review",
  "admin-role-review",
  "leavers-removed",
  "just-in-time-access",
  "privileged-access-strategy",
  "customer-access-review",
  "separate-partner-tenant",
  "dedicated-customer-access-accounts",
  "no-partner-accounts-in-customer-tenants",
  "managed-workstations",
  "privileged-workstations",
  "secure-application-model",
  "control-panel-audit-logs",
  "audit-log-retention",
  "admin-recovery-details",
  "delegated-admin-log-review",
  "risky-users-review",
  "azure-ad-graph-migration",
  "customer-lockout-runbook",
  "compromise-runbook",
  "customers-prepared",
  "support-escalation",
] as const;
/** The id of a duty that a person attests. */
export type AttestedControlId = (typeof ATTESTED_CONTROLS)[number];

/** Duties of the partner that an API shows: they need no attestation. */
export const OBSERVED_CONTROLS = [
  "partner-security-contact",
  "partner-security-score",
  "partner-admin-mfa",
  "partner-customer-admin-mfa",
  "partner-alerts-answered",
  "partner-customer-budgets",
  "partner-webhook",
  "cost-visibility",
] as const;
/** The id of a duty that an API shows. */
export type ObservedControlId = (typeof OBSERVED_CONTROLS)[number];

/** The id of one of the partner's duties. */
export type PartnerControlId = AttestedControlId | ObservedControlId;
