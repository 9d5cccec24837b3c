import { AzurermProvider, type TerraformStack } from "#engine";
import { AzapiProvider } from "../src/engine/azapi.ts";
import type { Fleet, Subscription } from "../src/fleet/index.ts";

/**
 * The two providers of a subscription, without any credential: how to authenticate is the environment's
 * (ARM_CLIENT_ID, ARM_USE_OIDC, ARM_USE_CLI, ...). With Lighthouse one authenticates in the partner's tenant,
 * with a customer app in the customer's.
 *
 * Registrations are off: with any other setting a mere plan registers resource providers, a write that a
 * reader identity may not do.
 */
export function subscriptionProviders(stack: TerraformStack, fleet: Fleet, subscription: Subscription): void {
  new AzurermProvider(stack, "azurerm", azurermConfig(fleet, subscription));
  new AzapiProvider(stack, "azapi", { ...identityOf(fleet, subscription), skipProviderRegistration: true });
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
