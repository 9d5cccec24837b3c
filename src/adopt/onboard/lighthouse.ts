import {
  type Authorization,
  authorizationsOf,
  type DelegationBody,
  delegationBody,
  eligibleOf,
} from "./authorizations.ts";
import type { Onboarding, Operators } from "./onboarding.ts";
import { armString, bicepString, comment, hclString } from "./quote.ts";

/*
 * The Azure Lighthouse delegation, in the three languages in which customers deploy. An Owner of the customer's own
 * tenant deploys it once per subscription. https://learn.microsoft.com/azure/lighthouse/how-to/onboard-customer
 */

const API_VERSION = "2022-10-01";
const DEFINITIONS = "Microsoft.ManagedServices/registrationDefinitions";
const ASSIGNMENTS = "Microsoft.ManagedServices/registrationAssignments";

/** The name of the offer in the customer's portal; Azure identifies offers by their names. */
function offer({ partner }: Onboarding): { readonly name: string; readonly description: string } {
  return {
    name: `${partner.name}: csp-baseline`,
    description: "Security contact, budget and alerts of this subscription, kept up by the partner",
  };
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
      // The same each time, so that a repeated deployment changes the delegation instead of adding one.
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
          ...escaped(delegationBody(onboarding)),
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

/** Names in the form of an expression would be evaluated. */
function escaped(body: DelegationBody): DelegationBody {
  return JSON.parse(JSON.stringify(body), (_, value: unknown) =>
    typeof value === "string" ? armString(value) : value,
  );
}

/** The same as {@link lighthouseArm}, in Bicep. */
export function lighthouseBicep(onboarding: Onboarding): string {
  const { description, name } = offer(onboarding);
  const { tenantId } = onboarding.partner;
  const entries = authorizationsOf(onboarding).flatMap((one) => bicepAuthorization(one));
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
    ...bicepEligible(onboarding),
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

/** @param more further members of the entry */
function bicepAuthorization(one: Authorization, more: readonly string[] = []): string[] {
  return [
    `      // ${comment(`${one.role}: ${one.why}`)}`,
    "      {",
    `        principalId: ${bicepString(one.principalId)}`,
    `        principalIdDisplayName: ${bicepString(one.principalIdDisplayName)}`,
    `        roleDefinitionId: ${bicepString(one.roleDefinitionId)}`,
    ...more,
    "      }",
  ];
}

function bicepEligible(onboarding: Onboarding): string[] {
  const { operators } = onboarding;
  if (operators === undefined) return [];
  const approvers = operators.approvers.flatMap(({ id, name }) => [
    "            {",
    `              principalId: ${bicepString(id)}`,
    `              principalIdDisplayName: ${bicepString(name)}`,
    "            }",
  ]);
  const policy = [
    "        justInTimeAccessPolicy: {",
    "          multiFactorAuthProvider: 'Azure'",
    `          maximumActivationDuration: ${bicepString(operators.maximumDuration)}`,
    ...(approvers.length === 0 ? [] : ["          managedByTenantApprovers: [", ...approvers, "          ]"]),
    "        }",
  ];
  return [
    "    eligibleAuthorizations: [",
    ...eligibleOf(onboarding).flatMap((one) => bicepAuthorization(one, policy)),
    "    ]",
  ];
}

/**
 * The same in Terraform: all subscriptions at once, with a provider that is signed in to the customer's tenant.
 * Arguments: azurerm 4.55.0 `azurerm_lighthouse_definition` and `azurerm_lighthouse_assignment`.
 */
export function lighthouseTerraform(onboarding: Onboarding): string {
  const { description, name } = offer(onboarding);
  const { operators } = onboarding;
  const policy = operators === undefined ? [] : terraformPolicy(operators);
  const blocks = [
    ...authorizationsOf(onboarding).flatMap((one) => terraformBlock("authorization", one)),
    ...eligibleOf(onboarding).flatMap((one) => terraformBlock("eligible_authorization", one, policy)),
  ];
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

function terraformBlock(name: string, one: Authorization, more: readonly string[] = []): string[] {
  return [
    "",
    `  # ${comment(`${one.role}: ${one.why}`)}`,
    `  ${name} {`,
    `    principal_id           = ${hclString(one.principalId)}`,
    `    principal_display_name = ${hclString(one.principalIdDisplayName)}`,
    `    role_definition_id     = ${hclString(one.roleDefinitionId)}`,
    ...more,
    "  }",
  ];
}

function terraformPolicy({ approvers, maximumDuration }: Operators): string[] {
  return [
    "",
    "    just_in_time_access_policy {",
    '      multi_factor_auth_provider  = "Azure"',
    `      maximum_activation_duration = ${hclString(maximumDuration)}`,
    ...approvers.flatMap(({ id, name }) => [
      "",
      "      approver {",
      `        principal_id           = ${hclString(id)}`,
      `        principal_display_name = ${hclString(name)}`,
      "      }",
    ]),
    "    }",
  ];
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
