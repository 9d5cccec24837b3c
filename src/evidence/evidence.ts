import { Cursor, sameName, type Value } from "./value.ts";

/** The kind of source: a synthesized stack, a Terraform plan (the state after its apply), or Azure itself. */
export type EvidenceSource = "stack" | "plan" | "azure";

/** One resource in the shape of Azure Resource Manager's answers. */
export interface ArmResource {
  /** `Microsoft.Security/securityContacts`, in the source's case: compare with {@link sameName}. */
  readonly type: string;
  /** The api-version of the shape of `properties`, where the source has it. */
  readonly apiVersion?: string;
  readonly name: Value;
  /** The full resource id. */
  readonly id: Value;
  readonly properties: Value;
  readonly kind?: Value;
  readonly tags?: Value;
  readonly location?: Value;
  /** The managed identity, for types that support one. */
  readonly identity?: Value;
  /** The Terraform address of a resource of a stack or plan. */
  readonly address?: string;
}

/** The resources of one subscription in one source. */
export interface Evidence {
  readonly source: EvidenceSource;
  /** The subscription's GUID, in lower case. */
  readonly subscriptionId: string;
  readonly resources: readonly ArmResource[];
  /** Resource types that the source could not read, with the reason: their absence proves nothing. */
  readonly unreadable?: readonly { readonly type: string; readonly reason: string }[];
}

/** Returns the resources of an ARM type, compared without case. */
export function resourcesOfType(evidence: Evidence, type: string): ArmResource[] {
  return evidence.resources.filter((resource) => sameName(resource.type, type));
}

/** Returns a {@link Cursor} on the resource's members: `read(resource).get("properties").get("emails")`. */
export function read(resource: ArmResource): Cursor {
  const { name, id, properties, identity = null, kind = null, tags = null, location = null } = resource;
  return new Cursor({ name, id, properties, identity, kind, tags, location });
}

/** Returns the name of the resource for messages: its Terraform address, else its id or type. */
export function describe(resource: ArmResource): string {
  if (resource.address !== undefined) return resource.address;
  return typeof resource.id === "string" && resource.id !== "" ? resource.id : resource.type;
}
