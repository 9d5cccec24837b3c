import { API_VERSIONS, type ArmTypeName } from "./api-versions.ts";

/** A Terraform provider that can declare the resources of a construct. */
export type ProviderName = "azapi" | "azurerm";

/** The provider with its settings. */
export interface ProviderSettings {
  /** The Terraform provider that declares the resources. */
  readonly name: ProviderName;
  /** API versions to use instead of the tested ones, by resource type: `2024-08-01`. @default - the tested versions */
  readonly apiVersions?: Readonly<Partial<Record<ArmTypeName, string>>>;
}

/** The provider of a construct: its name, or its name with settings. */
export type ProviderChoice = ProviderName | ProviderSettings;

/** The default provider. */
export const DEFAULT_PROVIDER: ProviderName = "azurerm";

/** The name of the chosen provider. */
export function providerName(choice: ProviderChoice = DEFAULT_PROVIDER): ProviderName {
  return typeof choice === "string" ? choice : choice.name;
}

/** The API version that azapi declares a type with. */
export function declaredVersion(type: ArmTypeName, choice?: ProviderChoice): string {
  return pinned(type, choice) ?? API_VERSIONS[type].declared;
}

/** The API version of the list request for existing resources of a type. */
export function listedVersion(type: ArmTypeName, choice?: ProviderChoice): string {
  const { declared, listed } = API_VERSIONS[type];
  return pinned(type, choice) ?? (providerName(choice) === "azapi" ? declared : listed);
}

function pinned(type: ArmTypeName, choice: ProviderChoice | undefined): string | undefined {
  return typeof choice === "object" ? choice.apiVersions?.[type] : undefined;
}
