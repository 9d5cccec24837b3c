import { Construct } from "constructs";
import { PRICING, type PricingExtension } from "../src/engine/arm/index.ts";
import { type Adoptable, idsOf } from "./adoptable.ts";
import { Checks, isObject, requireProps } from "./checks.ts";
import { declare } from "./declare.ts";
import { DEFENDER_PLANS, type DefenderPlan } from "./defender-plan-names.ts";
import { checkProvider, type DeclaredBy } from "./provider.ts";

/** The tier of one plan, and its variant. */
export interface DefenderPlanSetting {
  /** `Standard` costs money; `Free` switches the plan off. */
  readonly tier: "Free" | "Standard";
  /** The variant of the plan, such as `P2` of `VirtualMachines`. A change replaces the resource. @default - the variant that Azure chooses */
  readonly subplan?: string;
  /**
   * Extensions of the plan that are switched on, by their names in ARM, such as `AgentlessVmScanning`: `true`, or
   * settings of the extension as texts. At most 20, only for tier `Standard`. azurerm switches all others off; azapi
   * leaves them unchanged.
   *
   * @default - azapi: the extensions that Azure switches on; azurerm: none
   */
  readonly extensions?: Readonly<Record<string, DefenderExtension>>;
}

/** An enabled extension: `true`, or its settings, such as `{ CapGBPerMonthPerStorageAccount: "5000" }`. */
export type DefenderExtension = true | Readonly<Record<string, string>>;

/** Settings of `DefenderPlans`. */
export interface DefenderPlansProps extends DeclaredBy {
  /**
   * The GUID of the subscription. It must be the provider's subscription, because azurerm sets the plans of that one.
   */
  readonly subscriptionId: string;
  /** The plans to set: at least one. Other plans stay unchanged. */
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
  /** The declared resources that may already exist, in the order of their declaration. */
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
    for (const [plan, setting] of plans) checkExtensions(checks, plan, setting);
    checks.done(this);

    const { provider, subscriptionId } = props;
    this.adoptables = plans.map(([name, { extensions, subplan, tier: pricingTier }]) => {
      const properties = {
        pricingTier,
        ...(subplan === undefined ? {} : { subPlan: subplan }),
        ...(extensions === undefined ? {} : { extensions: statedExtensions(extensions) }),
      };
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

function checkExtensions(checks: Checks, plan: string, { extensions, tier }: DefenderPlanSetting): void {
  if (extensions === undefined) return;
  const prop = `plans.${plan}.extensions`;
  const names = Object.keys(extensions);
  checks.require(tier === "Standard", prop, "be left out for tier Free", names.join(", "));
  checks.require(names.length >= 1 && names.length <= 20, prop, "have 1 to 20 extensions", names.length);
  for (const [name, settings] of Object.entries(extensions)) {
    const form = "be letters and digits";
    checks.text(prop, name, { max: 100, pattern: /^[A-Za-z0-9]*$/, form });
    const valid =
      settings === true ||
      (isObject(settings) &&
        Object.values(settings).every((value) => typeof value === "string" && value !== ""));
    checks.require(valid, `${prop}.${name}`, "be true or settings that are texts", settings);
  }
}

/** Sorts by name, because azurerm has a set of them. */
function statedExtensions(extensions: Readonly<Record<string, DefenderExtension>>): PricingExtension[] {
  const sorted = Object.entries(extensions).sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.map(([name, settings]) => ({
    name,
    isEnabled: "True",
    ...(settings === true || Object.keys(settings).length === 0
      ? {}
      : { additionalExtensionProperties: settings }),
  }));
}

/** The id of a plan's resource in its construct: `VirtualMachines` is `virtual-machines`. */
export function planSlug(plan: string): string {
  return plan.replace(/([a-z])([A-Z])/g, "$1-$2").toLowerCase();
}
