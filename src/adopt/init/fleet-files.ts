import type { Answers } from "./answers.ts";
import { yamlMap, yamlText } from "./yaml-text.ts";

/** Renders `fleet/partner.yaml`. */
export function partnerYaml(answers: Answers): string {
  const { access, billingEmail, budget, currency, location, operationsEmail, partner, role } = answers;
  return `# yaml-language-server: $schema=../schema/partner.json
#
# The partner, and the baseline of every subscription of every customer. Customers and subscriptions contain only
# differences. Maps merge; lists and single values replace.

partner:
  name: ${yamlText(partner)}
  tenantId: ${yamlText(answers.tenantId)}
  role: ${role}

access: { model: ${access} }
# One state per subscription. It contains secrets: restrict access to it.
backend: ${backendMap(answers)}${providerLine(answers)}
baseline:
  location: ${yamlText(location)}  # of the resource group; the alerts themselves are global
  resourceGroup: rg-csp-baseline
  tags: { managed-by: csp-baseline }
  contacts:
    security:                        # receive mail of Defender for Cloud; phone: "+1 425 555 0100" can be added
      emails: [${yamlText(answers.securityEmail)}]
    billing:                         # receive budget and cost anomaly alerts
      emails: [${yamlText(billingEmail)}]
    operations:                      # receive service health, resource health and activity log alerts
      emails: [${yamlText(operationsEmail)}]
  securityContact: { alertSeverity: Medium, attackPathRisk: High, notifyRoles: [Owner] }
  budget:
    amount: ${budget}  # a month, in the customer's billing currency
    currency: ${yamlText(currency)}  # a note for people: Azure does not use it
    actual: [50, 80, 100]            # percents; at most five thresholds, and five of forecasted
    forecasted: [100]
  activityLogExport: false           # or { workspaceId: ... } or { storageAccountId: ... }
  defenderPlans: false               # or { VirtualMachines: { tier: Standard, subplan: P2 } }; costs money
  policyAssignments: false           # or true: Azure's own audit policies for contact and alerts
`;
}

/** Renders `fleet/customers/<key>.yaml`. */
export function customerYaml(answers: Answers): string {
  const { access, clientId, customer, customerName, customerTenantId, subscriptionId } = answers;
  const ownAccess = clientId === undefined ? "" : `access: ${yamlMap({ model: access, clientId })}\n`;
  return `# yaml-language-server: $schema=../../schema/customer.json

customer: ${yamlText(customer)}
displayName: ${yamlText(customerName)}
tenantId: ${yamlText(customerTenantId)}
${ownAccess}
# A baseline: here, or in a subscription, contains the differences from ../partner.yaml.
subscriptions:
  - id: ${yamlText(subscriptionId)}
    name: ${yamlText(answers.subscriptionName)}
`;
}

/** Renders the provider unless it is the default. */
function providerLine({ provider }: Answers): string {
  return provider === "azurerm"
    ? ""
    : `\n# The Terraform provider that declares the resources: docs/azapi.md of csp-baseline.\nprovider: ${provider}`;
}

function backendMap(answers: Answers): string {
  const { backend: type } = answers;
  switch (type) {
    case "local":
      return yamlMap({ type });
    case "azurerm":
      return yamlMap({
        type,
        resourceGroupName: answers.stateResourceGroup,
        storageAccountName: answers.stateStorageAccount,
        containerName: answers.stateContainer,
        subscriptionId: answers.stateSubscriptionId,
      });
    case "cloud":
      return yamlMap({
        type,
        organization: answers.stateOrganization,
        project: answers.stateProject,
        hostname: answers.stateHostname,
      });
  }
}
