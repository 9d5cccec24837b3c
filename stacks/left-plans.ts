import type { Construct } from "constructs";
import { TerraformElement } from "#engine";
import type { Adoptable } from "../constructs/adoptable.ts";
import { DEFENDER_PLANS, type DefenderPlan } from "../constructs/defender-plan-names.ts";
import { planSlug } from "../constructs/defender-plans.ts";
import { AzapiResource } from "../src/engine/azapi.ts";

/**
 * Forgets Defender plans that the stack no longer declares. Azure does not delete plans: azurerm sets them to Free
 * instead, and azapi sends a deletion, which Azure refuses. A plan that azapi declared is therefore removed from the
 * state and stays unchanged in Azure.
 *
 * Source: Azure/azure-rest-api-specs, Microsoft.Security/pricings 2024-01-01, which supports deletion only for single
 * resources.
 */
export class LeftPlans extends TerraformElement {
  readonly #left: readonly DefenderPlan[];

  /** @param adoptables the declared resources of the stack */
  constructor(scope: Construct, id: string, adoptables: readonly Adoptable[]) {
    super(scope, id);
    const declared = adoptables.flatMap(({ stated }) =>
      stated?.type === "Microsoft.Security/pricings" ? [stated.name] : [],
    );
    this.#left = DEFENDER_PLANS.filter((plan) => !declared.includes(plan));
  }

  override toTerraform(): { removed: unknown[] } {
    const addresses = this.#left.map((plan) => `defender_${planSlug(plan).replaceAll("-", "_")}`);
    return {
      removed: addresses.map((name) => ({
        from: `${AzapiResource.tfResourceType}.${name}`,
        lifecycle: [{ destroy: false }],
      })),
    };
  }
}
