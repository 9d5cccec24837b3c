import { ResourceGroup } from "#engine";
import { AzapiResource } from "../azapi.ts";

/** A resource group: the construct that declares it, with azurerm or azapi, or the name of an existing one. */
export type Group = ResourceGroup | AzapiResource | string;

/** Returns whether a value is a construct that declares a resource group. */
export function declaresGroup(value: unknown): value is ResourceGroup | AzapiResource {
  return value instanceof ResourceGroup || value instanceof AzapiResource;
}

/** The group's name for resources in it: a reference if the group is declared, so that Terraform orders them. */
export function groupName(group: Group): string {
  return typeof group === "string" ? group : group.name;
}

/** The group's ARM id as a parent: a reference if the group is declared. */
export function groupReference(subscriptionId: string, group: Group): string {
  return typeof group === "string" ? groupId(subscriptionId, group) : group.id;
}

/** The group's ARM id as a literal, because import ids must be known before anything is created. */
export function groupId(subscriptionId: string, group: Group): string {
  const name = typeof group === "string" ? group : (group.nameInput ?? group.name);
  return `/subscriptions/${subscriptionId}/resourceGroups/${name}`;
}
