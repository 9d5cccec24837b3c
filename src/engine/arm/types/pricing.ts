import { SecurityCenterSubscriptionPricing } from "#engine";
import type { ArmType, AzapiSettings } from "../arm-type.ts";

/** The properties of a Defender plan. */
export interface PricingProperties {
  readonly pricingTier: "Free" | "Standard";
  readonly subPlan?: string;
  /** Extensions that are on. */
  readonly extensions?: readonly PricingExtension[];
}

/** An extension of a Defender plan that is on. */
export interface PricingExtension {
  readonly name: string;
  readonly isEnabled: "True";
  readonly additionalExtensionProperties?: Readonly<Record<string, string>>;
}

/** Every plan exists, as Free. azurerm creates over that; imported, a subplan would replace it. Source: azurerm 4.55.0. */
export const PRICING: ArmType<PricingProperties> = {
  type: "Microsoft.Security/pricings",
  azurerm: {
    type: SecurityCenterSubscriptionPricing.tfResourceType,
    declare: (scope, id, { name, properties: { extensions, pricingTier, subPlan } }) =>
      new SecurityCenterSubscriptionPricing(scope, id, {
        resourceType: name,
        tier: pricingTier,
        ...(subPlan === undefined ? {} : { subplan: subPlan }),
        ...(extensions === undefined ? {} : { extension: extensions.map(blockOf) }),
      }),
  },
  azapiOf: ({ extensions }) => (extensions === undefined ? {} : EXTENSIONS),
  listing: { azurermIds: "value[?properties.pricingTier != 'Free'].id" },
};

/** Azure answers with all extensions of the plan, those that are off too. */
const EXTENSIONS: AzapiSettings = {
  listUniqueIdProperty: { "properties.extensions": "name" },
  ignoreOtherItemsInList: ["properties.extensions"],
};

/** azurerm switches those on that are declared, and all others off. */
function blockOf({ additionalExtensionProperties, name }: PricingExtension) {
  return {
    name,
    ...(additionalExtensionProperties === undefined
      ? {}
      : { additionalExtensionProperties: { ...additionalExtensionProperties } }),
  };
}
