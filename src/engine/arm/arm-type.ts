import type { Construct } from "constructs";
import type { TerraformResource } from "#engine";
import type { ArmTypeName } from "./api-versions.ts";
import type { Group } from "./group.ts";

/** The tags of a resource. */
export type Tags = Readonly<Record<string, string>>;

/** Where a resource is declared: at a subscription, in one of its resource groups, or at the tenant. */
export type ArmParent =
  | { readonly subscriptionId: string }
  | { readonly subscriptionId: string; readonly group: Group }
  | "tenant";

/** A managed identity of a resource. */
export type ArmIdentity =
  | { readonly type: "SystemAssigned" }
  | {
      readonly type: "UserAssigned";
      /** By their ARM ids. */
      readonly userAssignedIdentities: Readonly<Record<string, Readonly<Record<never, never>>>>;
    };

/** A resource as ARM has it: what a construct states, whichever provider declares it. */
export interface ArmStatement<Properties extends object = object> {
  /** The last part of the ARM id. */
  readonly name: string;
  /** Where it is declared. */
  readonly parent: ArmParent;
  /** The region, or `global`. Left out for types without one. */
  readonly location?: string;
  /** Left out for types without tags. */
  readonly tags?: Tags;
  /** The kind, of types that have several. */
  readonly kind?: string;
  /** The managed identity, of types that can have one. */
  readonly identity?: ArmIdentity;
  /** The `properties` of the body. */
  readonly properties: Properties;
}

/** A resource as ARM has it, with its type. */
export interface StatedResource extends ArmStatement {
  /** The resource type: `Microsoft.Insights/actionGroups`. */
  readonly type: string;
}

/** How azurerm declares a type. */
export interface AzurermRendering<Properties extends object> {
  /** The Terraform type: `azurerm_resource_group`. */
  readonly type: string;
  /** Declares the resource with azurerm's arguments. */
  declare(scope: Construct, id: string, statement: ArmStatement<Properties>): TerraformResource;
}

/** What azapi has to know of a type besides its body. */
export interface AzapiSettings {
  /** Paths below the resource that Terraform leaves as they are after the creation. */
  readonly ignoreChanges?: readonly string[];
  /** Whether names and ids that differ by case alone are equal: Azure answers in a casing of its own. */
  readonly ignoreCasing?: boolean;
  /** Whether a property that Azure answers without is unchanged. @default true */
  readonly ignoreMissingProperty?: boolean;
  /** Lists whose order is Azure's own: the path with the member that identifies an item. */
  readonly listUniqueIdProperty?: Readonly<Record<string, string>>;
  /** Lists to which Azure adds items of its own. */
  readonly ignoreOtherItemsInList?: readonly string[];
}

/** How existing resources of a type are found and imported, where it differs from the ARM id. */
export interface ArmListing {
  /** JMESPath: which ids of a list count for azurerm. @default "value[].id" */
  readonly azurermIds?: string;
  /** The id that azurerm's import takes. @default - the ARM id */
  readonly azurermImportId?: (parentId: string, name: string) => string;
  /** The end of the id as the list has it, where that is not the ARM id. */
  readonly listedIdEnd?: (name: string) => string;
}

/** A resource type that azapi can declare. */
export interface AzapiType {
  readonly type: ArmTypeName;
  readonly azurerm: { readonly type: string };
  readonly azapi?: AzapiSettings;
  readonly listing?: ArmListing;
}

/** A resource type with its two renderings. */
export interface ArmType<Properties extends object> extends AzapiType {
  readonly azurerm: AzurermRendering<Properties>;
  /** Settings of azapi that a resource with these properties needs besides. @default - none */
  readonly azapiOf?: (properties: Properties) => AzapiSettings;
  /** Lists whose order means nothing in the order in which azurerm sends them. @default - as they are stated */
  readonly inAzurermOrder?: (properties: Properties) => Properties;
}
