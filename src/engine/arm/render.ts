import type { Construct } from "constructs";
import type { TerraformResource } from "#engine";
import { type AzapiIdentity, AzapiResource } from "../azapi.ts";
import type { ArmIdentity, ArmParent, ArmStatement, ArmType, AzapiType } from "./arm-type.ts";
import { groupId, groupReference } from "./group.ts";
import { declaredVersion, listedVersion, type ProviderChoice, providerName } from "./provider.ts";

/** A rendered resource, with the data to find and import an existing one. */
export interface Rendered {
  readonly resource: TerraformResource;
  /** Resource type and api-version of the list request. */
  readonly listType: string;
  readonly armId: string;
  readonly importId?: string;
  readonly listedIdEnd?: string;
  readonly listedIds?: string;
  /** The Terraform type with which the other provider declares it. @default - the other provider has none */
  readonly otherType?: string;
}

/**
 * Declares a resource with the chosen provider.
 *
 * @param id the construct's id, which is the same for both providers
 */
export function render<Properties extends object>(
  scope: Construct,
  id: string,
  type: ArmType<Properties>,
  statement: ArmStatement<NoInfer<Properties>>,
  provider: ProviderChoice | undefined,
): Rendered {
  if (providerName(provider) === "azapi") {
    const { azapi, azapiOf, inAzurermOrder = (properties: Properties) => properties } = type;
    const properties = inAzurermOrder(statement.properties);
    const settings = { ...azapi, ...azapiOf?.(properties) };
    return renderAzapi(scope, id, { ...type, azapi: settings }, { ...statement, properties }, provider);
  }
  const { listing = {} } = type;
  const importId = listing.azurermImportId?.(literalParent(statement.parent), statement.name);
  return {
    ...listingOf(type, statement, provider),
    resource: type.azurerm.declare(scope, id, statement),
    ...(importId === undefined ? {} : { importId }),
    ...(listing.azurermIds === undefined ? {} : { listedIds: listing.azurermIds }),
    otherType: AzapiResource.tfResourceType,
  };
}

/** Declares a resource of any type as `azapi_resource`. */
export function renderAzapi(
  scope: Construct,
  id: string,
  type: AzapiType,
  statement: ArmStatement,
  provider: ProviderChoice | undefined,
): Rendered {
  const version = declaredVersion(type.type, provider);
  const listing = listingOf(type, statement, provider);
  return {
    ...listing,
    resource: azapiResource(scope, id, type, statement, version),
    importId: `${listing.armId}?api-version=${version}`,
    ...(type.azurerm === undefined ? {} : { otherType: type.azurerm.type }),
  };
}

function azapiResource(
  scope: Construct,
  id: string,
  { azapi = {}, type }: AzapiType,
  { identity, kind, location, name, parent, properties, tags }: ArmStatement,
  version: string,
): AzapiResource {
  const { ignoreChanges, ...settings } = azapi;
  return new AzapiResource(scope, id, {
    type: `${type}@${version}`,
    name,
    parentId: parentReference(parent),
    // A resource group has no properties to write.
    body: {
      ...(kind === undefined ? {} : { kind }),
      ...(Object.keys(properties).length === 0 ? {} : { properties }),
    },
    ...(location === undefined ? {} : { location }),
    ...(tags === undefined ? {} : { tags }),
    ...(identity === undefined ? {} : { identity: identityBlock(identity) }),
    ...settings,
    ...(ignoreChanges === undefined ? {} : { lifecycle: { ignoreChanges: [...ignoreChanges] } }),
  });
}

function identityBlock(identity: ArmIdentity): AzapiIdentity {
  const { type } = identity;
  return type === "UserAssigned"
    ? { type, identityIds: Object.keys(identity.userAssignedIdentities) }
    : { type };
}

function listingOf({ listing, type }: AzapiType, statement: ArmStatement, provider?: ProviderChoice) {
  const listedIdEnd = listing?.listedIdEnd?.(statement.name);
  return {
    listType: `${type}@${listedVersion(type, provider)}`,
    armId: armIdOf(type, statement),
    ...(listedIdEnd === undefined ? {} : { listedIdEnd }),
  };
}

function armIdOf(type: string, { name, parent }: ArmStatement): string {
  const below = literalParent(parent);
  return type === RESOURCE_GROUPS ? `${below}/resourceGroups/${name}` : `${below}/providers/${type}/${name}`;
}

const RESOURCE_GROUPS = "Microsoft.Resources/resourceGroups";

function literalParent(parent: ArmParent): string {
  if (parent === "tenant") return "";
  if ("managementGroup" in parent) return managementGroupId(parent.managementGroup);
  return "group" in parent
    ? groupId(parent.subscriptionId, parent.group)
    : `/subscriptions/${parent.subscriptionId}`;
}

function parentReference(parent: ArmParent): string {
  if (parent === "tenant") return "/";
  if ("managementGroup" in parent) return managementGroupId(parent.managementGroup);
  return "group" in parent
    ? groupReference(parent.subscriptionId, parent.group)
    : `/subscriptions/${parent.subscriptionId}`;
}

function managementGroupId(id: string): string {
  return `/providers/Microsoft.Management/managementGroups/${id}`;
}
