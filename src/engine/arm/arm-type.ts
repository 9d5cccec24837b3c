import type { Construct } from "constructs";
import type { TerraformResource } from "#engine";
import type { ArmTypeName } from "./api-versions.ts";
import type { Group } from "./group.ts";

/** The tags of a resource. */
export type Tags = Readonly<Record<string, string>>;

/** The scope of a resource: a subscription, one of its resource groups, a management group by its id, or the tenant. */
export type ArmParent =
  | { readonly subscriptionId: string }
  | { readonly subscriptionId: string; readonly group: Group }
  | { readonly managementGroup: string }
  | "tenant";

/** A managed identity of a resource. */
export type ArmIdentity =
  | { readonly type: "SystemAssigned" }
  | {
      readonly type: "UserAssigned";
      /** User-assigned identities, by their ARM ids. */
      readonly userAssignedIdentities: Readonly<Record<string, Readonly<Record<never, never>>>>;
    };

/** A resource in the form of ARM: the declaration of a construct, for either provider. */
export interface ArmStatement<Properties extends object = object> {
  /** The last segment of the ARM id. */
  readonly name: string;
  /** The scope. */
  readonly parent: ArmParent;
  /** The region, or `global`. Undefined for types without one. */
  readonly location?: string;
  /** Undefined for types without tags. */
  readonly tags?: Tags;
  /** The kind, for types that have several. */
  readonly kind?: string;
  /** The managed identity, for types that support one. */
  readonly identity?: ArmIdentity;
  /** The `properties` of the body. */
  readonly properties: Properties;
}

/** A resource in the form of ARM, with its type. */
export interface StatedResource extends ArmStatement {
  /** The resource type: `Microsoft.Insights/actionGroups`. */
  readonly type: string;
}

/** The rendering of a type with azurerm. */
export interface AzurermRendering<Properties extends object> {
  /** The Terraform type: `azurerm_resource_group`. */
  readonly type: string;
  /** Declares the resource with azurerm's arguments. */
  declare(scope: Construct, id: string, statement: ArmStatement<Properties>): TerraformResource;
}

/** Settings of azapi for a type, besides its body. */
export interface AzapiSettings {
  /** Paths of properties that Terraform ignores after the creation. */
  readonly ignoreChanges?: readonly string[];
  /** Whether names and ids are compared case-insensitively, because Azure returns them in another case. */
  readonly ignoreCasing?: boolean;
  /** Whether a property that is missing in Azure's response counts as unchanged. @default true */
  readonly ignoreMissingProperty?: boolean;
  /** Lists in Azure's own order: the path with the member that identifies an item. */
  readonly listUniqueIdProperty?: Readonly<Record<string, string>>;
  /** Lists to which Azure adds items. */
  readonly ignoreOtherItemsInList?: readonly string[];
}

/** How existing resources of a type are found and imported, if this differs from the ARM id. */
export interface ArmListing {
  /** JMESPath that selects the ids of a list for azurerm. @default "value[].id" */
  readonly azurermIds?: string;
  /** The id that azurerm's import expects. @default - the ARM id */
  readonly azurermImportId?: (parentId: string, name: string) => string;
  /** The end of the listed id, if it differs from the ARM id. */
  readonly listedIdEnd?: (name: string) => string;
}

/** A resource type that azapi can declare. */
export interface AzapiType {
  readonly type: ArmTypeName;
  /** The Terraform type of azurerm. @default - azurerm has no resource of this type */
  readonly azurerm?: { readonly type: string };
  readonly azapi?: AzapiSettings;
  readonly listing?: ArmListing;
}

/** A resource type with its two renderings. */
export interface ArmType<Properties extends object> extends AzapiType {
  readonly azurerm: AzurermRendering<Properties>;
  /** Additional settings of azapi for a resource with these properties. @default - none */
  readonly azapiOf?: (properties: Properties) => AzapiSettings;
  /** Unordered lists in the order in which azurerm sends them. @default - in the declared order */
  readonly inAzurermOrder?: (properties: Properties) => Properties;
}
