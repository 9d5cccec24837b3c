import { Construct } from "constructs";
import { TerraformElement } from "#engine";
import type { Adoptable } from "../constructs/adoptable.ts";
import { DataAzapiResourceList } from "../src/engine/azapi.ts";

/** Settings of an `Adoption`. */
export interface AdoptionProps {
  /** The GUID of the subscription. @default - the resources belong to `parentId` */
  readonly subscriptionId?: string;
  /** The ARM id of the scope to list, if it is not a subscription: that of a management group. @default "/", the tenant */
  readonly parentId?: string;
  readonly adoptables: readonly Adoptable[];
}

/**
 * Imports existing resources at plan time. For each type it lists the resources once. Each declared resource gets an
 * import block with `for_each` over its ids in that list: one id if it exists, none otherwise. The same stack therefore
 * creates resources in an empty subscription and adopts them in a used one.
 *
 * Only ids are kept of the responses, because these may contain secrets such as webhook addresses. Import ids have the
 * provider's own casing, which azurerm expects; ids are compared case-insensitively, because ARM does not preserve
 * case.
 *
 * Needs Terraform 1.7 or OpenTofu 1.7, where an import block supports `for_each`.
 */
export class Adoption extends Construct {
  constructor(scope: Construct, id: string, props: AdoptionProps) {
    super(scope, id);
    const { parentId = props.subscriptionId === undefined ? "/" : `/subscriptions/${props.subscriptionId}` } =
      props;
    const lists = new Map<string, DataAzapiResourceList>();
    for (const { listedIds = "value[].id", listType } of props.adoptables) {
      if (lists.has(listType)) continue;
      const list = new DataAzapiResourceList(this, listName(listType), {
        type: listType,
        parentId,
        responseExportValues: { ids: listedIds },
      });
      lists.set(listType, list);
    }
    const imports = props.adoptables.flatMap((adoptable) => {
      const list = lists.get(adoptable.listType);
      return list === undefined
        ? []
        : [{ adoptable, list: `data.azapi_resource_list.${list.friendlyUniqueId}` }];
    });
    new ImportBlocks(this, "imports", imports);
  }
}

interface Import {
  readonly adoptable: Adoptable;
  /** The Terraform address of the list. */
  readonly list: string;
}

/** The engine's own `importFrom` does not support `for_each`. */
class ImportBlocks extends TerraformElement {
  readonly #imports: readonly Import[];

  constructor(scope: Construct, id: string, imports: readonly Import[]) {
    super(scope, id);
    this.#imports = imports;
  }

  override toTerraform(): { import: unknown[] } {
    return {
      import: this.#imports.map(({ adoptable, list }) => {
        const { armId, importId = armId, resource } = adoptable;
        const ids = `compact(flatten([${list}.output.ids]))`;
        return {
          for_each: `\${toset([for id in ${ids} : ${quoted(importId)} if ${isWanted(adoptable)}])}`,
          to: `${resource.terraformResourceType}.${resource.friendlyUniqueId}`,
          id: "${each.value}",
        };
      }),
    };
  }
}

/** A condition on the listed `id`. */
function isWanted({ armId, listedIdEnd }: Adoptable): string {
  if (listedIdEnd !== undefined) return `endswith(lower(id), ${quoted(listedIdEnd.toLowerCase())})`;
  // Some services list ids without their leading slash.
  return `trimprefix(lower(id), "/") == ${quoted(armId.toLowerCase().replace(/^\//, ""))}`;
}

/** `Microsoft.Consumption/budgets@2023-05-01` as `existing-budgets`. */
function listName(listType: string): string {
  const type = listType.slice(listType.lastIndexOf("/") + 1).replace(/@.*/, "");
  return `existing-${type.replace(/([a-z])([A-Z])/g, "$1-$2").toLowerCase()}`;
}

/** A string literal inside a Terraform expression. */
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll("${", "$${").replaceAll("%{", "%%{");
}
