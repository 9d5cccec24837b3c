import { isGuid } from "../../text/guid.ts";
import type { ArmResource } from "../evidence.ts";
import { isRecord, items, type JsonMap } from "../json.ts";
import { isMap, sameName, type Value, type ValueMap } from "../value.ts";
import { Members } from "./members.ts";
import { parseResourceId } from "./resource-id.ts";
import { canonicalType, hallmarksOf, SUBSCRIPTIONS } from "./resource-types.ts";
import { isSubscriptionRecord } from "./subscription-record.ts";

/** A resource, and the subscription it is in. */
export interface PlacedResource {
  /** The subscription's GUID, in lower case. */
  readonly subscriptionId: string;
  readonly resource: ArmResource;
}

/** What a source may know besides of what it hands over. */
export interface Known {
  /** The type that was asked for, where answers do not say it. */
  readonly type?: string;
  readonly apiVersion?: string;
  /** The subscription that was asked, where ids do not say it. */
  readonly subscriptionId?: string;
}

/** Resources nested in resources, as PSRule exports them, go no deeper. */
const MAX_NESTING = 8;

/**
 * Reads a resource as ARM, Azure Resource Graph, `az`, Azure PowerShell or PSRule write it, with the resources nested in it.
 * What is none, and what is in no subscription, is passed over.
 *
 * @param value parsed JSON
 */
export function readArmResource(value: unknown, known: Known = {}): PlacedResource[] {
  return readNested(value, known, 0);
}

function readNested(value: unknown, known: Known, depth: number): PlacedResource[] {
  if (!isRecord(value) || depth > MAX_NESTING) return [];
  const members = new Members(value);
  const read = readOne(members, known);
  if (read === undefined) return [];
  const nested = items(members.get("resources"));
  if (nested.length === 0) return [read];
  const within = { subscriptionId: read.subscriptionId };
  return [read, ...nested.flatMap((item) => readNested(item, within, depth + 1))];
}

function readOne(members: Members, known: Known): PlacedResource | undefined {
  const id = members.text("id", "resourceid");
  const parsed = parseResourceId(id ?? "");
  const subscriptionId = parsed?.subscriptionId ?? known.subscriptionId ?? bareSubscription(members);
  if (subscriptionId === undefined) return undefined;
  // What was asked for is certain; the id is what Azure itself goes by.
  const said = known.type ?? typeOfId(parsed?.type) ?? members.text("type", "resourcetype");
  if (!isSubscriptionRecord(members) && (said === undefined || canonicalType(said) === SUBSCRIPTIONS))
    return undefined;
  const type = canonicalType(said ?? SUBSCRIPTIONS);
  const name = nameOf(members.text("name", "resourcename"), parsed?.name);
  const kind = members.text("kind");
  const location = members.text("location");
  const tags = members.get("tags");
  const apiVersion = known.apiVersion ?? members.text("apiversion");
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

/** The last part of the name. The id is what Azure goes by; PSRule's `Name` may be another. */
function nameOf(said: string | undefined, inId: string | undefined): string {
  const last = said?.slice(said.lastIndexOf("/") + 1);
  if (inId === undefined) return last ?? "";
  return last !== undefined && sameName(last, inId) ? last : inId;
}

/** The subscription of a row that has a column for it, or of `az account list`, whose ids are bare. */
function bareSubscription(members: Members): string | undefined {
  const id = members.text("subscriptionid") ?? (members.text("tenantid") && members.text("id"));
  return id !== undefined && isGuid(id) ? id.toLowerCase() : undefined;
}

/** Azure calls the provider of a subscription's diagnostic settings `AzureResourceManager` in their ids. */
function typeOfId(type: string | undefined): string | undefined {
  return type?.replace(/^AzureResourceManager\/(?=diagnosticSettings$)/i, "Microsoft.Insights/");
}

/** The id as ARM would write it: with its leading slash, and with the type by its own name. */
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

/** What stands beside `properties`, in ARM's answers and in clients that lift the properties out. */
const ENVELOPE = new Set(
  ["id", "name", "type", "kind", "location", "tags", "etag", "resourceGroup", "subscriptionId", "tenantId"]
    .concat("apiVersion", "systemData", "identity", "sku", "zones", "managedBy", "plan", "resources")
    .concat("resourceId", "resourceName", "resourceType", "resourceGroupName", "extendedLocation")
    .map((name) => name.toLowerCase()),
);

/**
 * `properties`, or what `az` makes of them: members of the resource itself. Null where they are not there: `az resource
 * list` and many queries leave them out, and the cmdlets of Azure PowerShell have members of their own.
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

/** A budget's amount and thresholds as numbers, `az consumption` writes decimals as text; of what was spent, which changes daily, only the currency. */
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

/** JSON is a value as it is: nothing in it is unknown. */
function asValue(json: JsonMap): Value {
  return json as ValueMap;
}
