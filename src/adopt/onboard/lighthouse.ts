import type { Onboarding } from "./onboarding.ts";
import { armString, bicepString, comment, hclString } from "./quote.ts";

/*
 * The delegation with Azure Lighthouse, in the three languages in which customers deploy. It is deployed once in each
 * subscription, by somebody of the customer's own tenant who owns it.
 * https://learn.microsoft.com/azure/lighthouse/how-to/onboard-customer
 */

const API_VERSION = "2022-10-01";
const DEFINITIONS = "Microsoft.ManagedServices/registrationDefinitions";
const ASSIGNMENTS = "Microsoft.ManagedServices/registrationAssignments";

/** What the customer's portal shows as the offer; Azure knows offers by their names. */
function offer({ partner }: Onboarding): { readonly name: string; readonly description: string } {
  return {
    name: `${partner.name}: csp-baseline`,
    description: "Security contact, budget and alerts of this subscription, kept up by the partner",
  };
}

interface Authorization {
  readonly principalId: string;
  readonly principalIdDisplayName: string;
  readonly roleDefinitionId: string;
  /** For comments. */
  readonly role: string;
  readonly why: string;
}

function authorizations({ delegates }: Onboarding): Authorization[] {
  return delegates.flatMap(({ id, name, roles }) =>
    roles.map((role) => ({
      principalId: id,
      principalIdDisplayName: name,
      roleDefinitionId: role.id,
      role: role.name,
      why: role.why,
    })),
  );
}

/** The template for `az deployment sub create`, and for the portal's "Add via template". */
export function lighthouseArm(onboarding: Onboarding): string {
  const { description, name } = offer(onboarding);
  const { tenantId } = onboarding.partner;
  const registrationId = `[subscriptionResourceId('${DEFINITIONS}', variables('registration'))]`;
  const template = {
    $schema: "https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#",
    contentVersion: "1.0.0.0",
    variables: {
      // The same each time, so that deploying again changes the delegation instead of adding one.
      registration: `[guid(subscription().subscriptionId, '${tenantId}', 'csp-baseline')]`,
    },
    resources: [
      {
        type: DEFINITIONS,
        apiVersion: API_VERSION,
        name: "[variables('registration')]",
        properties: {
          registrationDefinitionName: armString(name),
          description: armString(description),
          managedByTenantId: tenantId,
          authorizations: authorizations(onboarding).map(
            ({ principalId, principalIdDisplayName, roleDefinitionId }) => ({
              principalId,
              principalIdDisplayName: armString(principalIdDisplayName),
              roleDefinitionId,
            }),
          ),
        },
      },
      {
        type: ASSIGNMENTS,
        apiVersion: API_VERSION,
        name: "[variables('registration')]",
        dependsOn: [registrationId],
        properties: { registrationDefinitionId: registrationId },
      },
    ],
    outputs: {
      offer: { type: "string", value: armString(name) },
      managedByTenantId: { type: "string", value: tenantId },
    },
  };
  return `${JSON.stringify(template, undefined, 2)}\n`;
}

/** The same as {@link lighthouseArm}, for those who deploy Bicep. */
export function lighthouseBicep(onboarding: Onboarding): string {
  const { description, name } = offer(onboarding);
  const { tenantId } = onboarding.partner;
  const entries = authorizations(onboarding).flatMap((one) => [
    `      // ${comment(`${one.role}: ${one.why}`)}`,
    "      {",
    `        principalId: ${bicepString(one.principalId)}`,
    `        principalIdDisplayName: ${bicepString(one.principalIdDisplayName)}`,
    `        roleDefinitionId: ${bicepString(one.roleDefinitionId)}`,
    "      }",
  ]);
  return lines(
    `// ${comment(onboarding.customer.displayName)} delegates a subscription to ${comment(onboarding.partner.name)}.`,
    "targetScope = 'subscription'",
    "",
    `var registration = guid(subscription().subscriptionId, ${bicepString(tenantId)}, 'csp-baseline')`,
    "",
    `resource definition '${DEFINITIONS}@${API_VERSION}' = {`,
    "  name: registration",
    "  properties: {",
    `    registrationDefinitionName: ${bicepString(name)}`,
    `    description: ${bicepString(description)}`,
    `    managedByTenantId: ${bicepString(tenantId)}`,
    "    authorizations: [",
    ...entries,
    "    ]",
    "  }",
    "}",
    "",
    `resource assignment '${ASSIGNMENTS}@${API_VERSION}' = {`,
    "  name: registration",
    "  properties: {",
    "    registrationDefinitionId: definition.id",
    "  }",
    "}",
  );
}

/**
 * The same for those who deploy with Terraform: all subscriptions at once, with a provider that is signed in to the
 * customer's tenant. Arguments: azurerm 4.55.0 `azurerm_lighthouse_definition` and `azurerm_lighthouse_assignment`.
 */
export function lighthouseTerraform(onboarding: Onboarding): string {
  const { description, name } = offer(onboarding);
  const blocks = authorizations(onboarding).flatMap((one) => [
    "",
    `  # ${comment(`${one.role}: ${one.why}`)}`,
    "  authorization {",
    `    principal_id           = ${hclString(one.principalId)}`,
    `    principal_display_name = ${hclString(one.principalIdDisplayName)}`,
    `    role_definition_id     = ${hclString(one.roleDefinitionId)}`,
    "  }",
  ]);
  return lines(
    `# ${comment(onboarding.customer.displayName)} delegates subscriptions to ${comment(onboarding.partner.name)}.`,
    ...terraformHead(onboarding),
    "",
    'resource "azurerm_lighthouse_definition" "csp_baseline" {',
    "  for_each = local.subscriptions",
    "",
    `  name               = ${hclString(name)}`,
    `  description        = ${hclString(description)}`,
    `  managing_tenant_id = ${hclString(onboarding.partner.tenantId)}`,
    '  scope              = "/subscriptions/${each.key}"',
    ...blocks,
    "}",
    "",
    'resource "azurerm_lighthouse_assignment" "csp_baseline" {',
    "  for_each = local.subscriptions",
    "",
    '  scope                    = "/subscriptions/${each.key}"',
    "  lighthouse_definition_id = azurerm_lighthouse_definition.csp_baseline[each.key].id",
    "}",
  );
}

/** The provider, signed in to the customer's tenant, and the subscriptions with their names, by id. */
export function terraformHead({ customer, subscriptions }: Onboarding): string[] {
  const [first] = subscriptions;
  return [
    "terraform {",
    "  required_providers {",
    "    azurerm = {",
    '      source  = "hashicorp/azurerm"',
    '      version = ">= 4.55.0, < 6.0.0"',
    "    }",
    "  }",
    "}",
    "",
    'provider "azurerm" {',
    "  features {}",
    `  tenant_id       = ${hclString(customer.tenantId)}`,
    `  subscription_id = ${hclString(first?.id ?? "")}`,
    "}",
    "",
    "locals {",
    "  subscriptions = {",
    ...subscriptions.map(({ id, name }) => `    ${hclString(id)} = ${hclString(name)}`),
    "  }",
    "}",
  ];
}

export function lines(...all: readonly string[]): string {
  return `${all.join("\n")}\n`;
}
