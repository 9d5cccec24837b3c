import type { ArmResource } from "../evidence.ts";
import { isMap, sameName, Unknown, type Value, type ValueMap } from "../value.ts";
import { isJudged, JUDGED_TYPES } from "./resource-types.ts";

/** The completeness of an answer about a resource; of several answers the most complete is used. */
export type Fullness = 0 | 1 | 2;

const BUDGETS = "Microsoft.Consumption/budgets";
const CONTACTS = "Microsoft.Security/securityContacts";

/** Returns 0: no properties; 1: known parts are missing; 2: complete. */
export function fullnessOf(resource: ArmResource): Fullness {
  const { properties, type } = resource;
  if (!isMap(properties)) return isJudged(type) ? 0 : 2;
  if (type === BUDGETS && notificationsOf(properties).some(lacksKind)) return 1;
  if (type === CONTACTS && isOlderContact(properties)) return 1;
  return 2;
}

/**
 * Replaces the parts that an answer is known to omit by {@link Unknown}. `az consumption budget list` reads the API of
 * 2018, which does not distinguish actual from forecasted cost.
 */
export function withUnknowns(resource: ArmResource): ArmResource {
  const { properties, type } = resource;
  if (!isMap(properties)) return isJudged(type) ? { ...resource, properties: leftOut(type) } : resource;
  const notifications = properties["notifications"];
  if (type !== BUDGETS || !isMap(notifications)) return resource;
  const because = `the export has no thresholdType (az consumption budget list omits it): use ${exportCommand(type)}`;
  const replaced = Object.entries(notifications).map(([name, one]): [string, Value] => [
    name,
    lacksKind(one) && isMap(one) ? { ...one, thresholdType: new Unknown(undefined, because) } : one,
  ]);
  return { ...resource, properties: { ...properties, notifications: Object.fromEntries(replaced) } };
}

function leftOut(type: string): Unknown {
  const because = `the export lacks the properties of ${type} (az resource list and some cmdlets omit them): use ${exportCommand(type)}`;
  return new Unknown(undefined, because);
}

/** Returns the command that exports all resources of a type from one subscription. */
export function exportCommand(type: string): string {
  const version = JUDGED_TYPES.find((one) => sameName(one.type, type))?.apiVersion ?? "VERSION";
  return `az rest --url "/subscriptions/ID/providers/${type}?api-version=${version}"`;
}

function notificationsOf(properties: ValueMap): readonly Value[] {
  const notifications = properties["notifications"];
  return isMap(notifications) ? Object.values(notifications) : [];
}

function lacksKind(notification: Value): boolean {
  const kind = isMap(notification) ? notification["thresholdType"] : undefined;
  return kind === undefined || kind === null;
}

/** Reports whether the contact has the shape of 2020 or 2017, which have no attack paths. */
function isOlderContact(properties: ValueMap): boolean {
  const has = (key: string) => Object.hasOwn(properties, key);
  return !has("notificationsSources") && (has("alertNotifications") || has("email"));
}
