/** A built-in policy definition of Azure. */
export interface BuiltInPolicy {
  /** The definition's GUID: `/providers/Microsoft.Authorization/policyDefinitions/<id>`. */
  readonly id: string;
  /** Azure's own display name. */
  readonly name: string;
  /** Parameters without a default in the definition, by name. @default - none */
  readonly parameters?: Readonly<Record<string, string>>;
}

/**
 * Azure's built-in audit policies for the resources of the baseline: they show a missing contact or alert in the
 * customer's portal. Their default effect is AuditIfNotExists, so they change nothing. Each of the last three audits
 * one operation per assignment and has no default for it.
 *
 * Source: https://github.com/Azure/azure-policy, built-in-policies/policyDefinitions, "Security Center" and
 * "Monitoring".
 */
export const BUILT_IN_POLICIES: readonly BuiltInPolicy[] = [
  {
    id: "4f4f78b8-e367-4b10-a341-d9a4ad5cf1c7",
    name: "Subscriptions should have a contact email address for security issues",
  },
  {
    id: "6e2593d9-add6-4083-9c9b-4b7d2188c899",
    name: "Email notification for high severity alerts should be enabled",
  },
  {
    id: "0b15565f-aa9e-48ba-8619-45960f2c314d",
    name: "Email notification to subscription owner for high severity alerts should be enabled",
  },
  {
    id: "b954148f-4c11-4c38-8221-be76711e194a",
    name: "An activity log alert should exist for specific Administrative operations",
    parameters: { operationName: "Microsoft.Network/networkSecurityGroups/write" },
  },
  {
    id: "3b980d31-7904-4bb7-8575-5665739a8052",
    name: "An activity log alert should exist for specific Security operations",
    parameters: { operationName: "Microsoft.Security/securitySolutions/write" },
  },
  {
    id: "c5447c04-a4d7-4ba8-a263-c9ee321a6858",
    name: "An activity log alert should exist for specific Policy operations",
    parameters: { operationName: "Microsoft.Authorization/policyAssignments/write" },
  },
];
