import type { ArmResource } from "../evidence.ts";
import { mapperFor } from "../terraform/mappers.ts";
import { Unknown } from "../value.ts";
import { asValue } from "./unknowns.ts";

/**
 * A Terraform resource in ARM's shape; undefined when it is not there, or says nothing about a baseline.
 *
 * @param values its attributes; holes are {@link Unknown}
 * @param subscriptionId of its provider, where that can be told
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
