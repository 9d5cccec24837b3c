import type { Construct } from "constructs";
import { TerraformElement } from "#engine";
import type { Adoptable } from "../constructs/adoptable.ts";
import type { ProviderName } from "../constructs/provider-names.ts";
import { AzapiResource } from "../src/engine/azapi.ts";

/** Settings of a `Move`. */
export interface MoveProps {
  /** The provider that declared the resources before. */
  readonly from: ProviderName;
  /** The resources in their current declaration. */
  readonly adoptables: readonly Adoptable[];
}

/**
 * Moves resources to another provider in the state, so that the plan destroys, creates and replaces nothing.
 *
 * To azapi with `moved` blocks: azapi supports moves from any resource of azurerm with Terraform 1.8 or later. azurerm
 * supports no moves, so the way back forgets each resource with a `removed` block, and the stack's adoption imports it
 * in the same plan. A block without a matching resource in the state has no effect, so the stack depends on the fleet
 * alone.
 */
export class Move extends TerraformElement {
  readonly #props: MoveProps;

  constructor(scope: Construct, id: string, props: MoveProps) {
    super(scope, id);
    this.#props = props;
  }

  override toTerraform(): { moved: unknown[] } | { removed: unknown[] } {
    const moves = this.#props.adoptables.flatMap(({ otherType, resource }) => {
      const isAzapi = resource.terraformResourceType === AzapiResource.tfResourceType;
      if (otherType === undefined || isAzapi !== (this.#props.from === "azurerm")) return [];
      const { friendlyUniqueId: name, terraformResourceType: type } = resource;
      return [{ from: `${otherType}.${name}`, to: `${type}.${name}` }];
    });
    if (this.#props.from === "azurerm") return { moved: moves };
    return { removed: moves.map(({ from }) => ({ from, lifecycle: [{ destroy: false }] })) };
  }
}
