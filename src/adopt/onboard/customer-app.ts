import { lines, terraformHead } from "./lighthouse.ts";
import type { Delegate, Onboarding } from "./onboarding.ts";
import { operationsOf } from "./operations.ts";
import { bicepString, comment, hclString } from "./quote.ts";

/*
 * The roles of the partner's applications in the customer's subscriptions. An application has its own object id in the
 * customer's tenant, which is unknown before consent: it is a parameter of the files.
 */

/**
 * The link with which an administrator of the customer's tenant consents to the application. The application requests
 * no permission of Microsoft Graph; its permissions are the roles below.
 * https://learn.microsoft.com/entra/identity/enterprise-apps/grant-admin-consent
 */
export function consentLink({ customer }: Onboarding, { id }: Delegate): string {
  return `https://login.microsoftonline.com/${encodeURIComponent(customer.tenantId)}/adminconsent?client_id=${encodeURIComponent(id)}`;
}

/** `deployerObjectId`, as a parameter of Bicep; `deployer_object_id`, as a variable of Terraform. */
export function objectIdParameter({ purpose }: Delegate): string {
  return `${purpose}ObjectId`;
}

/** For `az deployment sub create`, once in each subscription. */
export function customerAppBicep(onboarding: Onboarding): string {
  const parts = onboarding.delegates.flatMap((delegate) => {
    const { name, purpose, roles } = delegate;
    const parameter = objectIdParameter(delegate);
    return [
      "",
      `@description(${bicepString(`Object id, in this tenant, of the enterprise application ${delegate.id} (${name})`)})`,
      `param ${parameter} string`,
      "",
      `var ${purpose}Roles = [`,
      ...roles.flatMap((role) => [
        `  // ${comment(`${role.name}: ${role.why}`)}`,
        `  ${bicepString(role.id)}`,
      ]),
      "]",
      "",
      `resource ${purpose}Assignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for role in ${purpose}Roles: {`,
      `  name: guid(subscription().id, ${parameter}, role)`,
      "  properties: {",
      `    principalId: ${parameter}`,
      "    principalType: 'ServicePrincipal'",
      "    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)",
      "  }",
      "}]",
    ];
  });
  return lines(
    `// ${comment(onboarding.customer.displayName)} gives applications of ${comment(onboarding.partner.name)} their roles in a subscription.`,
    "targetScope = 'subscription'",
    ...parts,
  );
}

/** All subscriptions at once. Arguments: azurerm 4.55.0 `azurerm_role_assignment`. */
export function customerAppTerraform(onboarding: Onboarding): string {
  const parts = onboarding.delegates.flatMap(({ id, name, purpose, roles }) => [
    "",
    `variable "${purpose}_object_id" {`,
    `  description = ${hclString(`Object id, in this tenant, of the enterprise application ${id} (${name})`)}`,
    "  type        = string",
    "}",
    "",
    `resource "azurerm_role_assignment" "${purpose}" {`,
    "  for_each = {",
    "    for pair in setproduct(keys(local.subscriptions), [",
    ...roles.flatMap((role) => [
      `      # ${comment(`${role.name}: ${role.why}`)}`,
      `      ${hclString(role.id)},`,
    ]),
    '    ]) : "${pair[0]}/${pair[1]}" => { subscription = pair[0], role = pair[1] }',
    "  }",
    "",
    '  scope              = "/subscriptions/${each.value.subscription}"',
    '  role_definition_id = "/subscriptions/${each.value.subscription}/providers/Microsoft.Authorization/roleDefinitions/${each.value.role}"',
    `  principal_id       = var.${purpose}_object_id`,
    '  principal_type     = "ServicePrincipal"',
    "}",
  ]);
  return lines(
    `# ${comment(onboarding.customer.displayName)} gives applications of ${comment(onboarding.partner.name)} their roles.`,
    ...terraformHead(onboarding),
    ...parts,
  );
}

/**
 * A custom role with exactly the operations that the delegate needs, for `az role definition create`: less than any
 * built-in role. Lighthouse does not support custom roles.
 * https://learn.microsoft.com/azure/role-based-access-control/custom-roles
 */
export function customRole(onboarding: Onboarding, { purpose }: Delegate): string {
  const { groups, subscriptions } = onboarding;
  const actions = [...new Set(groups.flatMap((group) => operationsOf(group, purpose)))].sort();
  const role = {
    Name: customRoleName(purpose),
    IsCustom: true,
    Description: `What csp-baseline does as ${purpose}, and nothing else`,
    Actions: actions,
    NotActions: [],
    DataActions: [],
    NotDataActions: [],
    AssignableScopes: subscriptions.map(({ id }) => `/subscriptions/${id}`),
  };
  return `${JSON.stringify(role, undefined, 2)}\n`;
}

export function customRoleName(purpose: Delegate["purpose"]): string {
  return `csp-baseline ${purpose}`;
}
