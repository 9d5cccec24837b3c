import type { ArmResource } from "../evidence.ts";
import type { Value } from "../value.ts";

/** The result of a mapper: the resource without its address. */
export type Mapped = Omit<ArmResource, "address">;

/**
 * Converts the attributes of one Terraform resource to the resource that Azure has after an apply.
 * @param values the resource's attributes by their Terraform names
 * @param scope the ARM id of the provider's subscription, `/subscriptions/<GUID>`, or unknown
 */
export type Mapper = (values: Value, scope: Value) => Mapped;
