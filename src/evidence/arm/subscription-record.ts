import { isGuid } from "../../text/guid.ts";
import { isRecord } from "../json.ts";
import type { Members } from "./members.ts";
import { parseResourceId } from "./resource-id.ts";
import { canonicalType, SUBSCRIPTIONS } from "./resource-types.ts";

/** What a source says of a subscription as such. */
export interface SaidOfSubscription {
  readonly displayName?: string;
  /** `Enabled`, `Disabled`, `Warned`, `PastDue`, `Deleted`. */
  readonly state?: string;
}

/**
 * What lists of subscriptions say: of ARM, of Resource Graph, of `az account list` and of `Get-AzSubscription`. A row
 * without a type that says anything else is a row of another query.
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
 * Whether an object of an export is a subscription. `az login --allow-no-subscriptions` lists tenants among them, with
 * the tenant's id as id: those are none.
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
  const isSaid = tenant !== undefined || members.text("state", "subscriptionstate") !== undefined;
  return (
    isSaid && members.entries().every(([name, value]) => isEmpty(value) || MEMBERS.has(name.toLowerCase()))
  );
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  return isRecord(value) && Object.keys(value).length === 0;
}

/** What the object says of itself, should it be a subscription. */
export function saidOf(members: Members): SaidOfSubscription {
  const displayName = members.text("displayname", "subscriptionname", "name");
  const state = members.text("state", "subscriptionstate") ?? members.within("properties")?.text("state");
  return {
    ...(displayName === undefined ? {} : { displayName }),
    ...(state === undefined ? {} : { state }),
  };
}

/**
 * The tenant that has the subscription of the object, in lower case. `az account list` calls that its home, and
 * `tenantId` the tenant by which the caller sees it: with Lighthouse, the partner's own. In a resource that a client has
 * flattened, `tenantId` may be a property of the resource.
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
