import type { ProviderChoice } from "../src/engine/arm/provider.ts";
import { type Checks, isObject } from "./checks.ts";
import { API_VERSION, ARM_TYPES } from "./provider-names.ts";

export type { ProviderChoice, ProviderName, ProviderSettings } from "../src/engine/arm/provider.ts";

/** The setting that all constructs share. */
export interface DeclaredBy {
  /**
   * The Terraform provider that declares the resources: its name, or its name with settings. azapi sends the
   * declaration to Azure's own API; azurerm translates it. The stack needs a block of that provider.
   *
   * @default "azurerm"
   */
  readonly provider?: ProviderChoice;
}

/** Validates the choice of a provider. */
export function checkProvider(checks: Checks, provider: ProviderChoice | undefined): void {
  const name = isObject(provider) ? provider.name : provider;
  checks.choice("provider", name, ["azurerm", "azapi"]);
  if (!isObject(provider) || provider.apiVersions === undefined) return;
  for (const [type, version] of Object.entries(provider.apiVersions)) {
    checks.choice("provider.apiVersions", type, ARM_TYPES);
    const form = "be an API version such as 2024-08-01";
    checks.text(`provider.apiVersions.${type}`, version, { max: 40, pattern: API_VERSION, form });
  }
}
