import type { Construct } from "constructs";
import { TerraformElement } from "#engine";
import type { Adoptable } from "../constructs/adoptable.ts";
import type { ProviderName } from "../constructs/provider-names.ts";
import { AzapiResource } from "../src/engine/azapi.ts";

/** Settings of a `Move`. */
export interface MoveProps {
  /** The provider that declared the resources before. */
  readonly from: ProviderName;
  /** The resources as they are declared now. */
  readonly adoptables: readonly Adoptable[];
}

/**
 * Takes over the state of what the other provider deployed, so that the plan destroys, creates and replaces nothing.
 *
 * To azapi with `moved` blocks: azapi implements the move from any resource of azurerm, which Terraform 1.8 or later asks
 * it for. azurerm implements none, so the way back forgets each resource with a `removed` block, and the adoption of the
 * stack imports it in the same plan. A block for what is not in the state has no effect, so the stack depends on the fleet
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
