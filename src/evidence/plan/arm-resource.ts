import type { ArmResource } from "../evidence.ts";
import { mapperFor } from "../terraform/mappers.ts";
import { Unknown } from "../value.ts";
import { asValue } from "./unknowns.ts";

/**
 * Converts a Terraform resource to ARM's shape; undefined when it does not exist or is irrelevant to a baseline.
 *
 * @param values its attributes; holes are {@link Unknown}
 * @param subscriptionId of its provider, where known
 */
export function asArmResource(
  type: string,
  values: unknown,
  subscriptionId?: string,
): Omit<ArmResource, "address"> | undefined {
  const mapper = mapperFor(type);
  if (mapper === undefined || values === undefined || values === null) return undefined;
  const scope = subscriptionId === undefined ? new Unknown() : `/subscriptions/${subscriptionId}`;
  return mapper(asValue(values), scope);
}
