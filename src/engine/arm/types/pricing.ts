import { SecurityCenterSubscriptionPricing } from "#engine";
import type { ArmType, AzapiSettings } from "../arm-type.ts";

/** The properties of a Defender plan. */
export interface PricingProperties {
  readonly pricingTier: "Free" | "Standard";
  readonly subPlan?: string;
  /** Enabled extensions. */
  readonly extensions?: readonly PricingExtension[];
}

/** An enabled extension of a Defender plan. */
export interface PricingExtension {
  readonly name: string;
  readonly isEnabled: "True";
  readonly additionalExtensionProperties?: Readonly<Record<string, string>>;
}

/**
 * Every plan exists, as Free. azurerm overwrites it at creation; after an import, a subplan would replace it. Source:
 * azurerm 4.55.0.
 */
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

/** Azure returns all extensions of the plan, including disabled ones. */
const EXTENSIONS: AzapiSettings = {
  listUniqueIdProperty: { "properties.extensions": "name" },
  ignoreOtherItemsInList: ["properties.extensions"],
};

/** azurerm enables the declared extensions and disables all others. */
function blockOf({ additionalExtensionProperties, name }: PricingExtension) {
  return {
    name,
    ...(additionalExtensionProperties === undefined
      ? {}
      : { additionalExtensionProperties: { ...additionalExtensionProperties } }),
  };
}
