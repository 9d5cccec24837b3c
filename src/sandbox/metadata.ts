import type { Area, Reply, Request } from "./http.ts";

/**
 * The cloud's metadata, from which azurerm finds every other endpoint. All members are required: without `common`,
 * `AAD` or a suffix, the provider assumes an Azure Stack or stops (azurerm 4.55.0 source).
 */
export class CloudMetadata implements Area {
  answer({ method, origin, path }: Request): Reply | undefined {
    if (path.toLowerCase() !== "/metadata/endpoints" || method !== "GET") return undefined;
    return {
      status: 200,
      body: {
        name: "AzureCloud",
        resourceManager: origin,
        microsoftGraphResourceId: origin,
        authentication: {
          loginEndpoint: origin,
          audiences: [origin],
          tenant: "common",
          identityProvider: "AAD",
        },
        // Names that do not resolve: no data plane is modeled, and Azure's must not be reached by mistake.
        suffixes: { keyVaultDns: "vault.sandbox.invalid", storage: "storage.sandbox.invalid" },
      },
    };
  }
}
