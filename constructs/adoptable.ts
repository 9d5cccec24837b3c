import type { TerraformResource } from "#engine";
import type { StatedResource } from "../src/engine/arm/index.ts";

/** The ids of declared resources, as references that Terraform resolves. */
export function idsOf(adoptables: readonly Adoptable[]): readonly string[] {
  return adoptables.map(({ resource }) => resource.getStringAttribute("id"));
}

/** The id of the first declared resource, as a reference. */
export function idOf([first]: readonly Adoptable[]): string {
  if (first === undefined) throw new Error("nothing is declared that has an id");
  return first.resource.getStringAttribute("id");
}

/**
 * A declared resource that may already exist in the subscription, with the data to find and import it. Stacks turn
 * these into import blocks; an app that uses a construct without a stack can ignore them.
 */
export interface Adoptable {
  /** The declared resource. */
  readonly resource: TerraformResource;
  /** Resource type and api-version of the list request: `Microsoft.Consumption/budgets@2023-05-01`. */
  readonly listType: string;
  /** The ARM id that the resource has or would have, in the provider's own casing. */
  readonly armId: string;
  /** The id that the provider's import expects. @default - the ARM id */
  readonly importId?: string;
  /** The end of the listed id, where it differs from the ARM id. @default - the whole ARM id is compared */
  readonly listedIdEnd?: string;
  /** JMESPath that selects the ids of the list. The same for all resources of a type. @default "value[].id" */
  readonly listedIds?: string;
  /** The resource in the form of ARM, whichever provider declares it. @default - not known */
  readonly stated?: StatedResource;
  /** The Terraform type with which the other provider declares it, such as `azapi_resource`. @default - none */
  readonly otherType?: string;
}
