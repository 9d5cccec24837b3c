import type { Answers } from "./answers.ts";
import { yamlMap, yamlText } from "./yaml-text.ts";

/** `fleet/partner.yaml` */
export function partnerYaml(answers: Answers): string {
  const { access, billingEmail, budget, currency, location, operationsEmail, partner, role } = answers;
  return `# yaml-language-server: $schema=../schema/partner.json
#
# The partner, and the baseline of every subscription of every customer. Customers and subscriptions say only what
# differs. Maps merge; lists and single values replace.

partner:
  name: ${yamlText(partner)}
  tenantId: ${yamlText(answers.tenantId)}
  role: ${role}

access: { model: ${access} }
# A state for each subscription. It holds what not everyone may read.
backend: ${backendMap(answers)}${providerLine(answers)}
baseline:
  location: ${yamlText(location)}  # of the resource group; the alerts themselves are global
  resourceGroup: rg-csp-baseline
  tags: { managed-by: csp-baseline }
  contacts:
    security:                        # Defender for Cloud mails these; phone: "+1 425 555 0100" can stand here too
      emails: [${yamlText(answers.securityEmail)}]
    billing:                         # budgets and cost anomalies mail these
      emails: [${yamlText(billingEmail)}]
    operations:                      # service health, resource health and the activity log tell these
      emails: [${yamlText(operationsEmail)}]
  securityContact: { alertSeverity: Medium, attackPathRisk: High, notifyRoles: [Owner] }
  budget:
    amount: ${budget}  # a month, in the customer's billing currency
    currency: ${yamlText(currency)}  # for people: Azure does not take it
    actual: [50, 80, 100]            # percents; at most five thresholds, and five of forecasted
    forecasted: [100]
  activityLogExport: false           # or { workspaceId: ... } or { storageAccountId: ... }
  defenderPlans: false               # or { VirtualMachines: { tier: Standard, subplan: P2 } }; costs money
  policyAssignments: false           # or true: Azure's own audit policies for contact and alerts
`;
}

/** `fleet/customers/<key>.yaml` */
export function customerYaml(answers: Answers): string {
  const { access, clientId, customer, customerName, customerTenantId, subscriptionId } = answers;
  const ownAccess = clientId === undefined ? "" : `access: ${yamlMap({ model: access, clientId })}\n`;
  return `# yaml-language-server: $schema=../../schema/customer.json

customer: ${yamlText(customer)}
displayName: ${yamlText(customerName)}
tenantId: ${yamlText(customerTenantId)}
${ownAccess}
# A baseline: here, or in a subscription, says what differs from ../partner.yaml.
subscriptions:
  - id: ${yamlText(subscriptionId)}
    name: ${yamlText(answers.subscriptionName)}
`;
}

/** The choice of a provider, where it is not the default. */
function providerLine({ provider }: Answers): string {
  return provider === "azurerm"
    ? ""
    : `\n# Which Terraform provider declares the resources: docs/azapi.md of csp-baseline.\nprovider: ${provider}`;
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
