import type { TerraformType } from "./blocks.ts";
import {
  toHaveDataSource,
  toHaveDataSourceWithProperties,
  toHaveProvider,
  toHaveProviderWithProperties,
  toHaveResource,
  toHaveResourceWithProperties,
} from "./presence.ts";
import { type TerraformOptions, toBeValidTerraform, toPlanSuccessfully } from "./validity.ts";

/** All matchers, for `expect.extend(matchers)`. */
export const matchers = {
  toHaveResource,
  toHaveResourceWithProperties,
  toHaveDataSource,
  toHaveDataSourceWithProperties,
  toHaveProvider,
  toHaveProviderWithProperties,
  toBeValidTerraform,
  toPlanSuccessfully,
};

/**
 * The matchers of an assertion; `R` is its return type.
 *
 * The asserted value is a TerraformStack, its JSON, or that JSON parsed. A type is a provider class or its Terraform
 * name. Properties match a part of the block at any depth: maps may have more keys, lists are exact, names are in
 * camelCase or snake_case, asymmetric matchers are allowed anywhere.
 */
export interface StackMatchers<R> {
  /** The stack has a resource of this type. */
  toHaveResource(type: TerraformType): R;
  /** The stack has a resource of this type with at least these properties. */
  toHaveResourceWithProperties(type: TerraformType, properties?: object): R;
  /** The stack has a data source of this type. */
  toHaveDataSource(type: TerraformType): R;
  /** The stack has a data source of this type with at least these properties. */
  toHaveDataSourceWithProperties(type: TerraformType, properties?: object): R;
  /** The stack configures this provider. */
  toHaveProvider(type: TerraformType): R;
  /** The stack has a configuration of this provider with at least these properties. */
  toHaveProviderWithProperties(type: TerraformType, properties?: object): R;
  /** `terraform validate` accepts the stack (or each stack of an output folder). Takes seconds: raise the test's timeout. */
  toBeValidTerraform(options?: TerraformOptions): R;
  /** `terraform plan` succeeds for the stack (or each stack of an output folder) from an empty local state. */
  toPlanSuccessfully(options?: TerraformOptions): R;
}
