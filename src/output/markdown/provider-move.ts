import type { ResourceChange } from "../../review/model.ts";
import { counted } from "../wording.ts";

/** Returns the Terraform type in an address, without module and instance: `azapi_resource`. */
function typeIn(address: string): string {
  return /([a-z0-9]+_\w+)\.[^.]+$/.exec(address.replace(/\[[^\]]*\]$/, ""))?.[1] ?? "";
}

/** Returns the name of the provider to which a resource moves; undefined for other changes. */
function targetOf({
  address,
  previousAddress,
  takenOverBy,
}: ResourceChange): "AzAPI" | "AzureRM" | undefined {
  const [from, to] = takenOverBy === undefined ? [previousAddress ?? "", address] : [address, takenOverBy];
  if (/^azurerm_/.test(typeIn(from)) && typeIn(to) === "azapi_resource") return "AzAPI";
  return typeIn(from) === "azapi_resource" && /^azurerm_/.test(typeIn(to)) ? "AzureRM" : undefined;
}

/**
 * Describes a group of changes that only moves resources between azurerm and azapi: `moves to AzAPI, nothing changes in
 * Azure`. Returns undefined for any other change.
 */
export function providerMove(changes: readonly ResourceChange[]): string | undefined {
  const [target, ...others] = new Set(changes.flatMap((change) => targetOf(change) ?? []));
  if (target === undefined || others.length > 0) return undefined;
  const imported = new Set(changes.flatMap(({ takenOverBy }) => takenOverBy ?? []));
  const isPart = (change: ResourceChange) => targetOf(change) !== undefined || imported.has(change.address);
  if (!changes.every(isPart)) return undefined;
  const written = changes.filter(({ actions }) => actions.includes("update")).length;
  const besides = changes.some(({ actions }) => actions.some((action) => !HARMLESS.has(action)));
  if (besides) return undefined;
  return written === 0
    ? `moves to ${target}, nothing changes in Azure`
    : `moves to ${target}, ${counted(written, "resource")} ${written === 1 ? "is" : "are"} written again`;
}

const HARMLESS: ReadonlySet<string> = new Set(["forget", "import", "move", "no-op", "read", "update"]);
