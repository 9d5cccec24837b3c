import { ArmError, badRequest } from "../arm/error.ts";
import { RESOURCE_GROUPS } from "../arm/resource-path.ts";
import type { ResourceType } from "../arm/resource-type.ts";
import { textAt } from "../json.ts";
import { checkName, requireText, tagsOf } from "./common.ts";

/**
 * https://learn.microsoft.com/rest/api/resources/resource-groups. Deleting a group removes its contents and is complete
 * at once.
 */
export const resourceGroups: ResourceType = {
  type: RESOURCE_GROUPS,
  scope: "subscription",
  apiVersions: [
    "2020-06-01",
    "2021-04-01",
    "2022-09-01",
    "2023-07-01",
    "2024-03-01",
    "2024-11-01",
    "2025-04-01",
  ],
  put({ body, existing, name }) {
    checkName(
      name,
      /^[-\p{L}\p{N}_.()]{0,89}[-\p{L}\p{N}_()]$/u,
      "1 to 90 letters, digits, ._-(), no period at the end",
    );
    const location = normalLocation(requireText(body, "location"));
    const current = textAt(existing?.content, "location");
    if (current !== undefined && location !== current) {
      const message = `Invalid resource group location '${location}'. The Resource group already exists in location '${current}'.`;
      throw new ArmError(409, "InvalidResourceGroupLocation", message);
    }
    if (!/^[a-z0-9]+$/.test(location)) {
      throw badRequest(
        `The provided location '${location}' is not available for resource group.`,
        "LocationNotAvailableForResourceGroup",
      );
    }
    return { location, tags: tagsOf(body), properties: { provisioningState: "Succeeded" } };
  },
  patch({ body, existing }) {
    return { ...existing.content, tags: tagsOf(body, existing) };
  },
};

/** Normalizes a location: `West Europe` becomes `westeurope`. */
function normalLocation(location: string): string {
  return location.toLowerCase().replaceAll(" ", "");
}
