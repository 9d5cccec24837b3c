import type { Construct } from "constructs";
import {
  type ArmStatement,
  type ArmType,
  type AzapiType,
  type ProviderChoice,
  render,
  renderAzapi,
} from "../src/engine/arm/index.ts";
import type { Adoptable } from "./adoptable.ts";

/** Declares a construct's resource with the chosen provider. */
export function declare<Properties extends object>(
  scope: Construct,
  id: string,
  type: ArmType<Properties>,
  statement: ArmStatement<NoInfer<Properties>>,
  provider: ProviderChoice | undefined,
): Adoptable {
  return { ...render(scope, id, type, statement, provider), stated: { ...statement, type: type.type } };
}

/** Declares a resource with azapi, whichever provider declares the others. */
export function declareByAzapi(
  scope: Construct,
  id: string,
  type: AzapiType,
  statement: ArmStatement,
  provider: ProviderChoice | undefined,
): Adoptable {
  return { ...renderAzapi(scope, id, type, statement, provider), stated: { ...statement, type: type.type } };
}
