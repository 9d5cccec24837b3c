import { isGuid } from "../../text/guid.ts";
import { isRecord, items, type JsonMap } from "../../text/json.ts";
import type { ArmResource } from "../evidence.ts";
import { isMap, sameName, type Value, type ValueMap } from "../value.ts";
import { Members } from "./members.ts";
import { parseResourceId } from "./resource-id.ts";
import { canonicalType, hallmarksOf, SUBSCRIPTIONS } from "./resource-types.ts";
import { isSubscriptionRecord } from "./subscription-record.ts";

/** A resource, with its subscription. */
export interface PlacedResource {
  /** The subscription's GUID, in lower case. */
  readonly subscriptionId: string;
  readonly resource: ArmResource;
}

/** Facts from the request that an answer may lack. */
export interface RequestContext {
  /** The requested type. */
  readonly type?: string;
  readonly apiVersion?: string;
  /** The requested subscription. */
  readonly subscriptionId?: string;
}

/** The maximum nesting of resources in PSRule's exports. */
const MAX_NESTING = 8;

/**
 * Reads a resource as ARM, Azure Resource Graph, `az`, Azure PowerShell or PSRule write it, with the resources nested
 * in it. Skips other objects and resources outside subscriptions.
 *
 * @param value parsed JSON
 */
export function readArmResource(value: unknown, request: RequestContext = {}): PlacedResource[] {
  return readNested(value, request, 0);
}

function readNested(value: unknown, request: RequestContext, depth: number): PlacedResource[] {
  if (!isRecord(value) || depth > MAX_NESTING) return [];
  const members = new Members(value);
  const read = readOne(members, request);
  if (read === undefined) return [];
  const nested = items(members.get("resources"));
  if (nested.length === 0) return [read];
  const within = { subscriptionId: read.subscriptionId };
  return [read, ...nested.flatMap((item) => readNested(item, within, depth + 1))];
}

function readOne(members: Members, request: RequestContext): PlacedResource | undefined {
  const id = members.text("id", "resourceid");
  const parsed = parseResourceId(id ?? "");
  const subscriptionId = parsed?.subscriptionId ?? request.subscriptionId ?? bareSubscription(members);
  if (subscriptionId === undefined) return undefined;
  // The requested type is certain; the id is authoritative in Azure.
  const writtenType = request.type ?? typeOfId(parsed?.type) ?? members.text("type", "resourcetype");
  if (
    !isSubscriptionRecord(members) &&
    (writtenType === undefined || canonicalType(writtenType) === SUBSCRIPTIONS)
  )
    return undefined;
  const type = canonicalType(writtenType ?? SUBSCRIPTIONS);
  const name = nameOf(members.text("name", "resourcename"), parsed?.name);
  const kind = members.text("kind");
  const location = members.text("location");
  const tags = members.get("tags");
  const apiVersion = request.apiVersion ?? members.text("apiversion");
  return {
    subscriptionId,
    resource: {
      type,
      name,
      id: placedId(id, { type, name, subscriptionId }),
      properties: numbersOf(propertiesOf(members, type)),
      ...(apiVersion === undefined ? {} : { apiVersion }),
      ...(kind === undefined ? {} : { kind }),
      ...(location === undefined ? {} : { location }),
      ...(isRecord(tags) ? { tags: asValue(tags) } : {}),
    },
  };
}

/** Returns the last part of the name. The id is authoritative; PSRule's `Name` may differ. */
function nameOf(written: string | undefined, inId: string | undefined): string {
  const last = written?.slice(written.lastIndexOf("/") + 1);
  if (inId === undefined) return last ?? "";
  return last !== undefined && sameName(last, inId) ? last : inId;
}

/** Returns the subscription of a row with a column for it, or of `az account list`, whose ids are GUIDs. */
function bareSubscription(members: Members): string | undefined {
  const id = members.text("subscriptionid") ?? (members.text("tenantid") && members.text("id"));
  return id !== undefined && isGuid(id) ? id.toLowerCase() : undefined;
}

/** Maps the provider `AzureResourceManager`, which Azure uses in the ids of a subscription's diagnostic settings. */
function typeOfId(type: string | undefined): string | undefined {
  return type?.replace(/^AzureResourceManager\/(?=diagnosticSettings$)/i, "Microsoft.Insights/");
}

/** Returns the id as ARM writes it: with its leading slash and the type's own name. */
function placedId(
  id: string | undefined,
  { name, subscriptionId, type }: { type: string; name: string; subscriptionId: string },
): string {
  const scope = `/subscriptions/${subscriptionId}`;
  const parsed = parseResourceId(id ?? "");
  if (id === undefined || parsed === undefined) {
    return type === SUBSCRIPTIONS ? scope : `${scope}/providers/${type}/${name}`;
  }
  const rooted = id.startsWith("/") ? id : `/${id}`;
  if (parsed.type === undefined || sameName(parsed.type, type)) return rooted;
  const at = rooted.toLowerCase().lastIndexOf(`/providers/${parsed.type.toLowerCase()}/`);
  const end = at + `/providers/${parsed.type}/`.length;
  return at < 0 ? rooted : `${rooted.slice(0, at)}/providers/${type}/${rooted.slice(end)}`;
}

/** Members beside `properties`, in ARM's answers and in clients that flatten the properties. */
const ENVELOPE = new Set(
  ["id", "name", "type", "kind", "location", "tags", "etag", "resourceGroup", "subscriptionId", "tenantId"]
    .concat("apiVersion", "systemData", "identity", "sku", "zones", "managedBy", "plan", "resources")
    .concat("resourceId", "resourceName", "resourceType", "resourceGroupName", "extendedLocation")
    .map((name) => name.toLowerCase()),
);

/**
 * Returns `properties`, or the members of a resource that `az` flattened. Null where they are missing: `az resource
 * list` and many queries omit them, and the cmdlets of Azure PowerShell have members of their own.
 */
function propertiesOf(members: Members, type: string): Value {
  const properties = members.get("properties");
  if (isRecord(properties)) return asValue(properties);
  const own = members
    .entries()
    .filter(([name]) => !ENVELOPE.has(name.toLowerCase()) && name !== "properties");
  const hallmarks = hallmarksOf(type);
  const isThere =
    hallmarks === undefined
      ? own.length > 0
      : own.some(([name]) => hallmarks.some((mark) => sameName(mark, name)));
  return isThere ? asValue(Object.fromEntries(own)) : null;
}

/**
 * Converts a budget's amount and thresholds to numbers (`az consumption` writes decimals as text) and keeps only the
 * currency of the current spend, which changes daily.
 */
function numbersOf(properties: Value): Value {
  if (!isMap(properties) || properties["amount"] === undefined) return properties;
  const { currentSpend, forecastSpend: _, ...budget } = properties;
  const unit = isMap(currentSpend) ? currentSpend["unit"] : undefined;
  const { amount = null, notifications } = budget;
  const all = isMap(notifications) ? Object.values(notifications) : [];
  const hasText = all.some((one) => isMap(one) && typeof one["threshold"] === "string");
  return {
    ...budget,
    amount: numberOf(amount),
    ...(unit === undefined ? {} : { currentSpend: { unit } }),
    ...(hasText && isMap(notifications) ? { notifications: withThresholds(notifications) } : {}),
  };
}

function withThresholds(notifications: ValueMap): ValueMap {
  const entries = Object.entries(notifications).map(([name, one]): [string, Value] => {
    const threshold = isMap(one) ? one["threshold"] : undefined;
    return [name, isMap(one) && threshold !== undefined ? { ...one, threshold: numberOf(threshold) } : one];
  });
  return Object.fromEntries(entries);
}

function numberOf(value: Value): Value {
  return typeof value === "string" && /^-?\d{1,15}(\.\d{1,15})?$/.test(value) ? Number(value) : value;
}

/** Converts JSON, which contains no unknown values. */
function asValue(json: JsonMap): Value {
  return json as ValueMap;
}
