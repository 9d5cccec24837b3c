import { Cursor, sameName, type Value } from "./value.ts";

/** What was looked at: a synthesized stack, a Terraform plan (the state after its apply), or Azure itself. */
export type EvidenceSource = "stack" | "plan" | "azure";

/** One resource in the shape in which Azure Resource Manager would answer for it. */
export interface ArmResource {
  /** `Microsoft.Security/securityContacts`; the case is the source's, so compare with {@link sameName}. */
  readonly type: string;
  /** The api-version whose shape `properties` has, where the source tells. */
  readonly apiVersion?: string;
  readonly name: Value;
  /** The full resource id. */
  readonly id: Value;
  readonly properties: Value;
  readonly kind?: Value;
  readonly tags?: Value;
  readonly location?: Value;
  /** The managed identity, of types that can have one. */
  readonly identity?: Value;
  /** Where it was declared: the Terraform address, for a resource of a stack or plan. */
  readonly address?: string;
}

/** All that one source says of one subscription. */
export interface Evidence {
  readonly source: EvidenceSource;
  /** The subscription's GUID, in lower case. */
  readonly subscriptionId: string;
  readonly resources: readonly ArmResource[];
  /** Resource types that the source could not read, with the reason: absence of these proves nothing. */
  readonly unreadable?: readonly { readonly type: string; readonly reason: string }[];
}

/** The resources of an ARM type, in any case of letters. */
export function resourcesOfType(evidence: Evidence, type: string): ArmResource[] {
  return evidence.resources.filter((resource) => sameName(resource.type, type));
}

/** The resource's members as a {@link Cursor}: `read(resource).get("properties").get("emails")`. */
export function read(resource: ArmResource): Cursor {
  const { name, id, properties, identity = null, kind = null, tags = null, location = null } = resource;
  return new Cursor({ name, id, properties, identity, kind, tags, location });
}

/** What a message calls the resource: its Terraform address, or else its id or type. */
export function describe(resource: ArmResource): string {
  if (resource.address !== undefined) return resource.address;
  return typeof resource.id === "string" && resource.id !== "" ? resource.id : resource.type;
}
