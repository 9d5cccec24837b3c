import { Construct } from "constructs";
import { PRICING } from "../src/engine/arm/index.ts";
import { type Adoptable, idsOf } from "./adoptable.ts";
import { Checks, requireProps } from "./checks.ts";
import { declare } from "./declare.ts";
import { DEFENDER_PLANS, type DefenderPlan } from "./defender-plan-names.ts";
import { checkProvider, type DeclaredBy } from "./provider.ts";

/** The tier of one plan, and its variant. */
export interface DefenderPlanSetting {
  /** `Standard` costs money; `Free` switches the plan off. */
  readonly tier: "Free" | "Standard";
  /** The variant of the plan, such as `P2` of `VirtualMachines`. A change replaces the resource. @default - the variant that Azure chooses */
  readonly subplan?: string;
}

/** Settings of `DefenderPlans`. */
export interface DefenderPlansProps extends DeclaredBy {
  /** The subscription's GUID. It must be the provider's: azurerm sets the plans of that subscription. */
  readonly subscriptionId: string;
  /** The plans to set: at least one. The others stay as they are. */
  readonly plans: Readonly<Partial<Record<DefenderPlan, DefenderPlanSetting>>>;
}

/**
 * Plans of Microsoft Defender for Cloud. With azurerm, removing one from the code sets it to Free. Azure deletes no plan, so
 * with azapi set it to Free first, then remove it.
 *
 * Source: azurerm 4.55.0 `azurerm_security_center_subscription_pricing`; prices:
 * https://azure.microsoft.com/pricing/details/defender-for-cloud/
 *
 * @example
 * new DefenderPlans(stack, "defender", {
 *   subscriptionId: "00000000-0000-0000-0000-000000000001",
 *   plans: { VirtualMachines: { tier: "Standard", subplan: "P2" }, KeyVaults: { tier: "Standard" } },
 * });
 *
 * @throws {InvalidPropsError} when a plan or its tier is unknown
 */
export class DefenderPlans extends Construct {
  /** The declared resources that can exist already, in the order of their declaration. */
  readonly adoptables: readonly Adoptable[];

  constructor(scope: Construct, id: string, props: DefenderPlansProps) {
    super(scope, id);
    requireProps(this, "defenderPlans", props);
    const plans = Object.entries(props.plans ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
    const checks = new Checks("defenderPlans");
    checks.guid("subscriptionId", props.subscriptionId);
    checkProvider(checks, props.provider);
    const names = plans.map(([plan]) => plan);
    checks.choices("plans", names, DEFENDER_PLANS);
    for (const [plan, { tier }] of plans) checks.choices(`plans.${plan}.tier`, [tier], ["Free", "Standard"]);
    checks.done(this);

    const { provider, subscriptionId } = props;
    this.adoptables = plans.map(([name, { subplan, tier: pricingTier }]) => {
      const properties = { pricingTier, ...(subplan === undefined ? {} : { subPlan: subplan }) };
      return declare(
        this,
        planSlug(name),
        PRICING,
        { name, parent: { subscriptionId }, properties },
        provider,
      );
    });
  }

  /** The ARM ids of the plans, sorted by name, as a reference. */
  get pricingIds(): readonly string[] {
    return idsOf(this.adoptables);
  }
}

/** The id of a plan's resource in its construct: `VirtualMachines` is `virtual-machines`. */
export function planSlug(plan: string): string {
  return plan.replace(/([a-z])([A-Z])/g, "$1-$2").toLowerCase();
}
