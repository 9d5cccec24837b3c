import { ResourceGroup } from "#engine";
import type { Checks } from "./checks.ts";

/** A resource group: the construct that declares it, or the name of one that exists. */
export type Group = ResourceGroup | string;

/** What a resource in the group names as its group: a reference where the group is declared, so Terraform orders them. */
export function groupName(group: Group): string {
  return group instanceof ResourceGroup ? group.name : group;
}

/** The group's ARM id, written out: import ids must be known before anything is created. */
export function groupId(subscriptionId: string, group: Group): string {
  const name = group instanceof ResourceGroup ? (group.nameInput ?? group.name) : group;
  return `/subscriptions/${subscriptionId}/resourceGroups/${name}`;
}

export function checkGroup(checks: Checks, group: Group): void {
  const valid =
    group instanceof ResourceGroup ||
    (typeof group === "string" &&
      (group.includes("${") || /^[-\p{L}\p{N}_.()]{0,89}[-\p{L}\p{N}_()]$/u.test(group)));
  checks.require(valid, "resourceGroup", "be a ResourceGroup or the name of one", group);
}
