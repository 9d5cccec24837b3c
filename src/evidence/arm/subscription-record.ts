import { isGuid } from "../../text/guid.ts";
import { isRecord } from "../../text/json.ts";
import type { Members } from "./members.ts";
import { parseResourceId } from "./resource-id.ts";
import { canonicalType, SUBSCRIPTIONS } from "./resource-types.ts";

/** Facts of a source about a subscription itself. */
export interface SubscriptionFacts {
  readonly displayName?: string;
  /** `Enabled`, `Disabled`, `Warned`, `PastDue`, `Deleted`. */
  readonly state?: string;
}

/**
 * The members in lists of subscriptions: of ARM, of Resource Graph, of `az account list` and of `Get-AzSubscription`. A
 * row without a type and with other members is a row of another query.
 */
const MEMBERS = new Set(
  ["id", "subscriptionId", "name", "subscriptionName", "displayName", "tenantId", "homeTenantId", "state"]
    .concat("subscriptionState", "subscriptionPolicies", "authorizationSource", "managedByTenants")
    .concat("managedByTenantIds", "tags", "cloudName", "environmentName", "isDefault", "user", "properties")
    .concat("tenantDisplayName", "tenantDefaultDomain", "extendedProperties", "currentStorageAccount")
    .concat("currentStorageAccountName", "promotions", "managementGroup", "location")
    .map((name) => name.toLowerCase()),
);

/**
 * Reports whether an object of an export is a subscription. `az login --allow-no-subscriptions` also lists tenants,
 * with the tenant's id as id: those are excluded.
 */
export function isSubscriptionRecord(members: Members): boolean {
  const type = members.text("type", "resourcetype");
  if (type !== undefined && canonicalType(type) !== SUBSCRIPTIONS) return false;
  const id = members.text("id", "resourceid");
  const parsed = parseResourceId(id ?? "");
  if (parsed !== undefined) return parsed.type === undefined;
  const own = members.text("subscriptionid") ?? id;
  const tenant = members.text("tenantid", "hometenantid");
  if (own === undefined || !isGuid(own) || own.toLowerCase() === tenant?.toLowerCase()) return false;
  if (type !== undefined) return true;
  const hasSubscriptionMember =
    tenant !== undefined || members.text("state", "subscriptionstate") !== undefined;
  return (
    hasSubscriptionMember &&
    members.entries().every(([name, value]) => isEmpty(value) || MEMBERS.has(name.toLowerCase()))
  );
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  return isRecord(value) && Object.keys(value).length === 0;
}

/** Returns the facts of the object, if it is a subscription. */
export function factsOf(members: Members): SubscriptionFacts {
  const displayName = members.text("displayname", "subscriptionname", "name");
  const state = members.text("state", "subscriptionstate") ?? members.within("properties")?.text("state");
  return {
    ...(displayName === undefined ? {} : { displayName }),
    ...(state === undefined ? {} : { state }),
  };
}

/**
 * Returns the home tenant of the object's subscription, in lower case. `az account list` has it as home tenant; its
 * `tenantId` is the tenant through which the caller has access: with Lighthouse, the partner's own. In a flattened
 * resource, `tenantId` may be a property of the resource.
 * Source: https://learn.microsoft.com/cli/azure/manage-azure-subscriptions-azure-cli
 */
export function tenantOf(members: Members, type: string): string | undefined {
  const isOwn = type === SUBSCRIPTIONS || members.text("subscriptionid") !== undefined;
  if (!isOwn && members.within("properties") === undefined) return undefined;
  const nested = type === SUBSCRIPTIONS ? members.within("properties") : undefined;
  const tenant =
    members.text("hometenantid") ?? members.text("tenantid") ?? nested?.text("hometenantid", "tenantid");
  return tenant !== undefined && isGuid(tenant) ? tenant.toLowerCase() : undefined;
}
