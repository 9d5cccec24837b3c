import type { Construct } from "constructs";
import { TerraformElement } from "#engine";
import type { Adoptable } from "../constructs/adoptable.ts";
import { DEFENDER_PLANS, type DefenderPlan } from "../constructs/defender-plan-names.ts";
import { planSlug } from "../constructs/defender-plans.ts";
import { AzapiResource } from "../src/engine/azapi.ts";

/**
 * Lets go of the Defender plans that the stack no longer declares. Azure deletes no plan: azurerm sets it to Free instead,
 * azapi sends the deletion, which Azure refuses. So a plan that azapi declared is forgotten and stays as it is.
 *
 * Source: Azure/azure-rest-api-specs, Microsoft.Security/pricings 2024-01-01, where a deletion is for single resources only.
 */
export class LeftPlans extends TerraformElement {
  readonly #left: readonly DefenderPlan[];

  /** @param adoptables what the stack declares */
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
