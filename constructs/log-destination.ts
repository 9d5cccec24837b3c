import type { Checks } from "./checks.ts";

/** Destinations of logs; at least one is needed. */
export interface LogDestination {
  readonly workspaceId?: string | undefined;
  readonly storageAccountId?: string | undefined;
  readonly eventHubAuthorizationRuleId?: string | undefined;
  readonly eventHubName?: string | undefined;
  readonly marketplacePartnerId?: string | undefined;
}

const TYPES = {
  workspaceId: "Microsoft.OperationalInsights/workspaces",
  storageAccountId: "Microsoft.Storage/storageAccounts",
} as const;
const RULE =
  /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.EventHub\/namespaces\/[^/]+\/authorizationRules\/[^/]+$/i;
const RESOURCE = /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/[^/]+(?:\/[^/]+){2,}$/i;

export function checkLogDestination(checks: Checks, to: LogDestination): void {
  const { eventHubAuthorizationRuleId, eventHubName, marketplacePartnerId, storageAccountId, workspaceId } =
    to;
  const destination = workspaceId ?? storageAccountId ?? eventHubAuthorizationRuleId ?? marketplacePartnerId;
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
  if (eventHubAuthorizationRuleId !== undefined) {
    const form = "be the ARM resource id of an authorization rule of an Event Hubs namespace";
    const limits = { max: 2048, pattern: RULE, form };
    checks.text("eventHubAuthorizationRuleId", eventHubAuthorizationRuleId, limits);
  }
  if (eventHubName !== undefined) {
    const form = "be letters, digits, periods, hyphens and underscores";
    checks.text("eventHubName", eventHubName, { max: 256, pattern: /^[A-Za-z0-9][\w.-]*$/, form });
    const isSet = eventHubAuthorizationRuleId !== undefined;
    checks.require(isSet, "eventHubName", "be left out without eventHubAuthorizationRuleId", eventHubName);
  }
  if (marketplacePartnerId !== undefined) {
    const form = "be the ARM resource id of a partner solution";
    checks.text("marketplacePartnerId", marketplacePartnerId, { max: 2048, pattern: RESOURCE, form });
  }
}

/** Returns the destinations that are set, by ARM's names. */
export function statedDestination(to: LogDestination) {
  const { eventHubAuthorizationRuleId, eventHubName, marketplacePartnerId, storageAccountId, workspaceId } =
    to;
  return {
    ...(workspaceId === undefined ? {} : { workspaceId }),
    ...(storageAccountId === undefined ? {} : { storageAccountId }),
    ...(eventHubAuthorizationRuleId === undefined ? {} : { eventHubAuthorizationRuleId }),
    ...(eventHubName === undefined ? {} : { eventHubName }),
    ...(marketplacePartnerId === undefined ? {} : { marketplacePartnerId }),
  };
}
