import { ResourceGroup } from "#engine";
import type { ArmType } from "../arm-type.ts";

/** Source of the arguments: azurerm 4.55.0. */
export const RESOURCE_GROUP: ArmType<Readonly<Record<never, never>>> = {
  type: "Microsoft.Resources/resourceGroups",
  azurerm: {
    type: ResourceGroup.tfResourceType,
    declare: (scope, id, { location = "", name, tags }) =>
      new ResourceGroup(scope, id, { name, location, ...(tags === undefined ? {} : { tags: { ...tags } }) }),
  },
};
