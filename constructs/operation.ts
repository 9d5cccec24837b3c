/** An operation of Azure: `Microsoft.KeyVault/vaults/delete`. The fleet and the construct check it by this pattern. */
export const OPERATION =
  /^[A-Za-z0-9]+(?:\.[A-Za-z0-9]+)*(?:\/[A-Za-z0-9.-]+)+\/(?:[Ww]rite|[Dd]elete|[Aa]ction|WRITE|DELETE|ACTION)$/;
/** The name of the alert rule contains the operation, and Azure allows at most 260 characters. */
export const LONGEST_OPERATION = 200;

/** `Microsoft.Network/networkSecurityGroups/write` as `network-network-security-groups-write`. */
export function operationSlug(operation: string): string {
  return operation
    .replace(/^Microsoft\./i, "")
    .replace(
      /([a-z0-9])([A-Z])|([A-Z])(?=[A-Z][a-z])/g,
      (_, end, start, acronym) => `${end ?? acronym}-${start ?? ""}`,
    )
    .replace(/[^A-Za-z0-9]+/g, "-")
    .toLowerCase();
}
