import type { Checks } from "./checks.ts";

/** Where logs are sent: one of the two at least. */
export interface LogDestination {
  readonly workspaceId?: string | undefined;
  readonly storageAccountId?: string | undefined;
}

const TYPES = {
  workspaceId: "Microsoft.OperationalInsights/workspaces",
  storageAccountId: "Microsoft.Storage/storageAccounts",
} as const;

export function checkLogDestination(checks: Checks, { storageAccountId, workspaceId }: LogDestination): void {
  const destination = workspaceId ?? storageAccountId;
  checks.require(
    destination !== undefined,
    "workspaceId",
    "be set where storageAccountId is not",
    destination,
  );
  for (const [prop, value] of Object.entries({ workspaceId, storageAccountId })) {
    if (value === undefined) continue;
    checks.armId(prop, value, TYPES[prop === "workspaceId" ? "workspaceId" : "storageAccountId"]);
  }
}
