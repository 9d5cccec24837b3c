import { AzurermProvider, type TerraformStack } from "#engine";
import { AzapiProvider } from "../src/engine/azapi.ts";
import type { DeclaringProvider, Fleet, Subscription } from "../src/fleet/index.ts";

/**
 * The providers of a subscription, without any credential: how to authenticate is the environment's
 * (ARM_CLIENT_ID, ARM_USE_OIDC, ARM_USE_CLI, ...). With Lighthouse one authenticates in the partner's tenant,
 * with a customer app in the customer's.
 *
 * Registrations are off: with any other setting a mere plan registers resource providers, a write that a
 * reader identity may not do.
 *
 * azapi is always there: it looks up what exists. azurerm is there where it declares resources, or where its resources are
 * in the state and move.
 */
export function subscriptionProviders(stack: TerraformStack, fleet: Fleet, subscription: Subscription): void {
  if (needsAzurerm(subscription)) new AzurermProvider(stack, "azurerm", azurermConfig(fleet, subscription));
  new AzapiProvider(stack, "azapi", azapiConfig(fleet, subscription));
}

/** azapi's part of it. */
export function azapiConfig(fleet: Fleet, subscription: Subscription) {
  return { ...identityOf(fleet, subscription), skipProviderRegistration: true };
}

/** Whether the stacks of a customer need azurerm. */
export function needsAzurerm({ customer: { provider } }: Subscription): boolean {
  return provider.name === "azurerm" || provider.movedFrom === "azurerm";
}

/** azurerm's part of it. */
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
