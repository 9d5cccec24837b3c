import { AzurermProvider, type TerraformStack } from "#engine";
import { AzapiProvider } from "../src/engine/azapi.ts";
import type { DeclaringProvider, Fleet, Subscription } from "../src/fleet/index.ts";

/**
 * The providers of a subscription, without credentials: the environment selects the authentication (ARM_CLIENT_ID,
 * ARM_USE_OIDC, ARM_USE_CLI, ...). With Lighthouse the identity signs in to the partner's tenant, with a customer app
 * to the customer's.
 *
 * Registrations are off, because any other setting lets a plan register resource providers, which a reader may not do.
 *
 * azapi is always declared, because it lists existing resources. azurerm is declared if it declares resources, or if
 * its resources are in the state and are being moved.
 */
export function subscriptionProviders(stack: TerraformStack, fleet: Fleet, subscription: Subscription): void {
  if (needsAzurerm(subscription)) new AzurermProvider(stack, "azurerm", azurermConfig(fleet, subscription));
  new AzapiProvider(stack, "azapi", azapiConfig(fleet, subscription));
}

/** azapi's settings. */
export function azapiConfig(fleet: Fleet, subscription: Subscription) {
  return { ...identityOf(fleet, subscription), skipProviderRegistration: true };
}

/** Returns whether the stacks of a customer need azurerm. */
export function needsAzurerm({ customer: { provider } }: Subscription): boolean {
  return provider.name === "azurerm" || provider.movedFrom === "azurerm";
}

/** azurerm's settings. */
export function azurermConfig(fleet: Fleet, subscription: Subscription) {
  return { ...identityOf(fleet, subscription), features: [{}], resourceProviderRegistrations: "none" };
}

function identityOf(fleet: Fleet, subscription: Subscription) {
  const { access, tenantId } = subscription.customer;
  return {
    subscriptionId: subscription.id,
    tenantId: access.model === "lighthouse" ? fleet.partner.tenantId : tenantId,
    ...(access.model === "customer-app" && access.clientId !== undefined
      ? { clientId: access.clientId }
      : {}),
  };
}

/** The versions of Terraform that a stack needs: 1.7 for import blocks with `for_each`, 1.8 to move from azurerm to azapi. */
export function requiredTerraform({ movedFrom }: DeclaringProvider): string {
  return movedFrom === "azurerm" ? ">= 1.8.0" : ">= 1.7.0";
}
