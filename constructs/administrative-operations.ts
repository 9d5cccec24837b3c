/**
 * The administrative operations that notify: those of CIS Microsoft Azure Foundations 6.0, 6.1.2.1 to 6.1.2.10, in its
 * order, and the creation and deletion of role assignments. The constructs declare an alert for each, and the controls
 * expect one.
 */
export const ADMINISTRATIVE_OPERATIONS: readonly string[] = [
  "Microsoft.Authorization/policyAssignments/write",
  "Microsoft.Authorization/policyAssignments/delete",
  "Microsoft.Network/networkSecurityGroups/write",
  "Microsoft.Network/networkSecurityGroups/delete",
  "Microsoft.Security/securitySolutions/write",
  "Microsoft.Security/securitySolutions/delete",
  "Microsoft.Sql/servers/firewallRules/write",
  "Microsoft.Sql/servers/firewallRules/delete",
  "Microsoft.Network/publicIPAddresses/write",
  "Microsoft.Network/publicIPAddresses/delete",
  "Microsoft.Authorization/roleAssignments/write",
  "Microsoft.Authorization/roleAssignments/delete",
];

/** The operations that create, change and delete an Azure Lighthouse delegation: for `extraOperations`. */
export const DELEGATION_OPERATIONS: readonly string[] = [
  "Microsoft.ManagedServices/registrationAssignments/write",
  "Microsoft.ManagedServices/registrationAssignments/delete",
];
