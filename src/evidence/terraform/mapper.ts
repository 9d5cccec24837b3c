import type { ArmResource } from "../evidence.ts";
import type { Value } from "../value.ts";

/** What a mapper makes of a Terraform resource: everything but where it was declared. */
export type Mapped = Omit<ArmResource, "address">;

/**
 * Turns the attributes of one Terraform resource into the resource that Azure would have after an apply.
 * @param values the resource's attributes by their Terraform names
 * @param scope the ARM id of the provider's subscription, `/subscriptions/<GUID>`, or unknown
 */
export type Mapper = (values: Value, scope: Value) => Mapped;
