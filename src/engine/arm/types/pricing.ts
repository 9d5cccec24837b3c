import { SecurityCenterSubscriptionPricing } from "#engine";
import type { ArmType } from "../arm-type.ts";

/** The properties of a Defender plan. */
export interface PricingProperties {
  readonly pricingTier: "Free" | "Standard";
  readonly subPlan?: string;
}

/** Every plan exists, as Free. azurerm creates over that; imported, a subplan would replace it. Source: azurerm 4.55.0. */
export const PRICING: ArmType<PricingProperties> = {
  type: "Microsoft.Security/pricings",
  azurerm: {
    type: SecurityCenterSubscriptionPricing.tfResourceType,
    declare: (scope, id, { name, properties: { pricingTier, subPlan } }) =>
      new SecurityCenterSubscriptionPricing(scope, id, {
        resourceType: name,
        tier: pricingTier,
        ...(subPlan === undefined ? {} : { subplan: subPlan }),
      }),
  },
  listing: { azurermIds: "value[?properties.pricingTier != 'Free'].id" },
};
