import { RENEWING_SCHEDULE } from "../../constructs/cost-anomaly-schedule.ts";
import type { ArmResource, Evidence, ValueMap } from "../../src/evidence/index.ts";
import type { StoredResource } from "../../src/sandbox/arm/resource-type.ts";
import type { JsonMap } from "../../src/sandbox/json.ts";
import { RESOURCE_TYPES } from "../../src/sandbox/types/index.ts";
import type { Json } from "../synthesis/support/edits.ts";

/*
 * Models the result of Terraform, azurerm 4.55.0 and azapi 2.12.0 for a stack in an Azure like the sandbox, much
 * faster than these. It shares no code with the readers of src/evidence, which are compared with it.
 */

/** The deployment ends with an error, or has a value that this model does not support. */
export class NotDeployed extends Error {}

export type Azure = Map<string, StoredResource>;

/** Applies a stack. @throws {NotDeployed} */
export function deploy(json: Json, before: Azure, now: Date): Azure {
  const azure: Azure = new Map(before);
  const written = new Set<string>();
  const resources = entriesOf(json["resource"]);
  const run = { json, azure, written, now };
  for (const [type, name, body] of resources.filter(([type]) => CREATORS.has(type))) {
    try {
      create(run, type, name, body);
    } catch (error) {
      // A value of another type than the argument's: Terraform and azapi reject it.
      if (error instanceof TypeError || error instanceof SyntaxError) throw new NotDeployed(error.message);
      throw error;
    }
  }
  for (const [type, , body] of resources) {
    if (type === "azapi_update_resource") update(run, body);
    else if (type === "azapi_resource_action") act(run, body);
  }
  return azure;
}

/** Returns the resources that an audit would read. */
export function audited(azure: Azure, subscriptionId: string): Evidence {
  const resources = [...azure.values()].map(
    ({ content, id, name, type }): ArmResource => ({
      type,
      id,
      name,
      properties: {},
      ...(content as ValueMap),
    }),
  );
  return { source: "azure", subscriptionId, resources };
}

interface Run {
  readonly json: Json;
  readonly azure: Azure;
  readonly written: Set<string>;
  readonly now: Date;
}

type Convert = (
  values: Json,
  scope: string,
) => { readonly id: string; readonly api: string; readonly body: Json };

const CREATORS: ReadonlyMap<string, Convert> = new Map<string, Convert>([
  [
    "azurerm_resource_group",
    (v, scope) => ({
      id: `${scope}/resourceGroups/${required(v["name"])}`,
      api: "2024-03-01",
      body: { location: v["location"], tags: v["tags"] ?? {} },
    }),
  ],
  [
    "azurerm_monitor_action_group",
    (v, scope) => ({
      id: `${scope}/resourceGroups/${required(v["resource_group_name"])}/providers/Microsoft.Insights/actionGroups/${required(v["name"])}`,
      api: "2023-01-01",
      body: {
        location: "global",
        properties: {
          groupShortName: v["short_name"],
          enabled: flag(v["enabled"], true),
          emailReceivers: list(v["email_receiver"]).map((one) => ({
            name: one["name"],
            emailAddress: one["email_address"],
          })),
          webhookReceivers: list(v["webhook_receiver"]).map((one) => ({
            name: one["name"],
            serviceUri: one["service_uri"],
          })),
        },
      },
    }),
  ],
  [
    "azurerm_monitor_activity_log_alert",
    (v, scope) => ({
      id: `${scope}/resourceGroups/${required(v["resource_group_name"])}/providers/Microsoft.Insights/activityLogAlerts/${required(v["name"])}`,
      api: "2020-10-01",
      body: {
        location: v["location"],
        properties: {
          enabled: flag(v["enabled"], true),
          scopes: v["scopes"],
          condition: { allOf: conditions(single(v["criteria"])) },
          actions: {
            actionGroups: list(v["action"]).map((one) => ({ actionGroupId: one["action_group_id"] })),
          },
        },
      },
    }),
  ],
  [
    "azurerm_consumption_budget_subscription",
    (v) => ({
      id: `${required(v["subscription_id"])}/providers/Microsoft.Consumption/budgets/${required(v["name"])}`,
      api: "2023-05-01",
      body: {
        properties: {
          category: "Cost",
          amount: number(v["amount"]),
          timeGrain: v["time_grain"] ?? "Monthly",
          timePeriod: {
            startDate: single(v["time_period"])["start_date"],
            endDate: single(v["time_period"])["end_date"],
          },
          ...(list(v["filter"]).length === 0
            ? {}
            : { filter: { dimensions: { name: "x", operator: "In", values: ["x"] } } }),
          notifications: Object.fromEntries(
            list(v["notification"]).map((one) => [
              `${one["threshold_type"] ?? "Actual"}_${one["operator"]}_${number(one["threshold"]).toFixed(6)}_Percent`,
              {
                enabled: flag(one["enabled"], true),
                operator: one["operator"],
                threshold: number(one["threshold"]),
                thresholdType: one["threshold_type"] ?? "Actual",
                contactEmails: one["contact_emails"] ?? [],
                contactGroups: one["contact_groups"] ?? [],
                contactRoles: one["contact_roles"] ?? [],
              },
            ]),
          ),
        },
      },
    }),
  ],
  [
    "azurerm_cost_anomaly_alert",
    (v, scope) => ({
      id: `${v["subscription_id"] ?? scope}/providers/Microsoft.CostManagement/scheduledActions/${required(v["name"])}`,
      api: "2023-08-01",
      body: {
        kind: "InsightAlert",
        properties: {
          displayName: v["display_name"],
          fileDestination: { fileFormats: [] },
          notification: { to: v["email_addresses"], subject: v["email_subject"], message: v["message"] },
          notificationEmail: v["notification_email"],
          schedule: {
            frequency: "Daily",
            startDate: "2026-11-24T00:00:00Z",
            endDate: "2027-11-24T00:00:00Z",
          },
          status: "Enabled",
          viewId: `${v["subscription_id"] ?? scope}/providers/Microsoft.CostManagement/views/ms:DailyAnomalyByResourceGroup`,
        },
      },
    }),
  ],
  [
    "azapi_resource",
    (v) => {
      const [type = "", api = ""] = String(v["type"]).split("@");
      const body = typeof v["body"] === "string" ? JSON.parse(v["body"]) : (v["body"] ?? {});
      const below = /^Microsoft\.Resources\/resourceGroups$/i.test(type)
        ? "resourceGroups"
        : `providers/${type}`;
      return {
        id: `${required(v["parent_id"])}/${below}/${required(v["name"])}`,
        api,
        body: { location: v["location"], tags: v["tags"], ...merged(body, v["sensitive_body"] ?? {}) },
      };
    },
  ],
]);

function subscriptionIdOf(json: Json): string {
  return (json["provider"]["azurerm"] ?? json["provider"]["azapi"])[0]["subscription_id"];
}

function create(run: Run, type: string, name: string, written: Json): void {
  if (["0", 0].includes(written["count"]) || written["lifecycle"]?.["enabled"] === false) return;
  if (written["for_each"] !== undefined && entriesIn(written["for_each"]).length === 0) return;
  const provider = String(written["provider"] ?? "");
  if (provider !== "") throw new NotDeployed("through another provider");
  const values = expanded(resolved(run, written));
  const scope = `/subscriptions/${subscriptionIdOf(run.json)}`;
  const { api, body, id } = must(CREATORS.get(type))(values, scope);
  const key = id.toLowerCase();
  if (run.written.has(key)) throw new NotDeployed(`${id} exists already`);
  run.written.add(key);
  const existing = run.azure.get(key);
  if (existing !== undefined && !list(run.json["import"]).some(({ to }) => to === `${type}.${name}`))
    throw new NotDeployed(`${id} exists, and is not imported`);
  const ignored = single(values["lifecycle"])["ignore_changes"];
  const paths: readonly unknown[] = Array.isArray(ignored) ? ignored : ignored === undefined ? [] : ["all"];
  const ofBody: readonly unknown[] = list(values["ignore_body_changes"]);
  const kept = [...paths, ...ofBody].filter(
    (path) =>
      !/^(tags|description|time_period\[0\]\.start_date|body\.properties\.timePeriod\.startDate)\b/.test(
        String(path),
      ),
  );
  // Existing properties are kept, more than by Terraform.
  if (existing !== undefined && kept.length > 0) return;
  if (existing !== undefined && type === "azapi_resource" && overlooks(id, values)) return;
  put(run, id, api, body);
}

/** Reports whether azapi may treat the existing resource as the declared one: more often than it does. */
function overlooks(id: string, values: Json): boolean {
  if (values["ignore_other_items_in_list"] !== undefined || values["list_unique_id_property"] !== undefined)
    return !/\/(diagnosticSettings|pricings)\//i.test(id);
  return /\/(securityContacts|budgets)\//i.test(id) && values["ignore_missing_property"] !== false;
}

/** Models a GET, the merge and a PUT. */
function update(run: Run, written: Json): void {
  const values = resolved(run, written);
  const [type = "", api = ""] = String(values["type"]).split("@");
  const id = String(values["resource_id"] ?? `${values["parent_id"]}/providers/${type}/${values["name"]}`);
  const existing = run.azure.get(id.toLowerCase());
  if (!RESOURCE_TYPES.has(type.toLowerCase())) return;
  if (existing === undefined) throw new NotDeployed(`${id} is not there`);
  put(
    run,
    existing.id,
    api,
    merged(existing.content, merged(values["body"] ?? {}, values["sensitive_body"] ?? {})),
  );
}

function act(run: Run, written: Json): void {
  const values = resolved(run, written);
  const action = String(values["action"] ?? "");
  const id = `${values["resource_id"]}${action === "" ? "" : `/${action}`}`;
  const method = String(values["method"] ?? "POST");
  if (method === "DELETE") {
    for (const key of [...run.azure.keys()])
      if (`${key}/`.startsWith(`${id.toLowerCase()}/`)) run.azure.delete(key);
  } else if (method !== "POST" && run.azure.has(id.toLowerCase())) {
    const existing = must(run.azure.get(id.toLowerCase()));
    const body = values["body"] ?? {};
    put(
      run,
      existing.id,
      String(values["type"]).split("@")[1] ?? "",
      method === "PUT" ? body : merged(existing.content, body),
    );
  }
}

function put({ azure, now }: Run, id: string, apiVersion: string, body: Json): void {
  const [, subscriptionId = "", group] =
    /^\/subscriptions\/([^/]+)(?:\/resourceGroups\/([^/]+))?/i.exec(id) ?? [];
  const parts = id.split("/");
  const last = id.toLowerCase().lastIndexOf("/providers/");
  const type = last < 0 ? "Microsoft.Resources/resourceGroups" : parts.slice(-3, -1).join("/");
  const known = RESOURCE_TYPES.get(type.toLowerCase());
  if (known === undefined) return;
  const existing = azure.get(id.toLowerCase());
  const siblings = [...azure.values()].filter((other) => other.type === known.type && other !== existing);
  const name = parts.at(-1) ?? "";
  let content: JsonMap;
  try {
    content = known.put({
      subscriptionId,
      tenantId: "22222222-2222-2222-2222-222222222222",
      resourceGroup: group,
      name,
      apiVersion,
      body: JSON.parse(JSON.stringify(body)),
      existing,
      siblings,
      now,
    });
  } catch (error) {
    throw new NotDeployed(String(error));
  }
  azure.set(id.toLowerCase(), { id, type: known.type, name, version: 1, content });
}

/** Evaluates references of the stack, and the two expressions of this project. */
function resolved(run: Run, value: Json): Json {
  return JSON.parse(JSON.stringify(value), (_, item: unknown) =>
    typeof item === "string" ? text(run, item) : item,
  );
}

function text(run: Run, written: string): string {
  return written.replace(/\$\{([^}]*(?:\}[^}]*)*?)\}/g, (_, expression: string) => {
    if (expression.startsWith('formatdate("YYYY-MM-01'))
      return `${run.now.toISOString().slice(0, 7)}-01T00:00:00Z`;
    // The schedule of an anomaly alert that azapi declares: it may not be more, whatever is made of it.
    const day = scheduledDay(expression, run.now);
    if (day !== undefined) return day;
    if (expression.includes("plantimestamp()")) return "1";
    const [type = "", name = "", attribute = ""] = expression.replace(/^trimspace\((.*)\)$/, "$1").split(".");
    const body = run.json["resource"]?.[type]?.[name];
    const convert = CREATORS.get(type);
    if (body === undefined || convert === undefined) throw new NotDeployed(expression);
    if (attribute !== "id") return String(body[attribute]);
    return convert(resolved(run, body), `/subscriptions/${subscriptionIdOf(run.json)}`).id;
  });
}

function scheduledDay(expression: string, now: Date): string | undefined {
  const { endDate, startDate } = RENEWING_SCHEDULE;
  const year = now.getUTCFullYear();
  if (`\${${expression}}` === startDate) return `${year}-07-01T00:00:00Z`;
  return `\${${expression}}` === endDate ? `${year + 1}-07-01T00:00:00Z` : undefined;
}

/** Expands dynamic blocks, in addition to static ones. */
function expanded(value: Json): Json {
  const { dynamic, ...rest } = value;
  const made: Json = Object.fromEntries(
    entriesIn(rest).map(([name, item]) => [
      name,
      Array.isArray(item)
        ? item.map((one) => (isMap(one) ? expanded(one) : one))
        : isMap(item)
          ? expanded(item)
          : item,
    ]),
  );
  for (const [name, block] of entriesIn(dynamic ?? {}))
    made[name] = [
      ...list(made[name]),
      ...entriesIn(block["for_each"] ?? []).map(() => expanded(block["content"] ?? {})),
    ];
  return made;
}

function conditions(criteria: Json): Json[] {
  const leaf = (field: string, value: unknown) =>
    value === undefined || value === null ? [] : [{ field, equals: value }];
  const any = (field: string, values: unknown) =>
    list(values).length === 0 ? [] : [{ anyOf: list(values).map((value) => ({ field, equals: value })) }];
  const contains = (field: string, values: unknown) =>
    list(values).length === 0 ? [] : [{ field, containsAny: values }];
  const service = single(criteria["service_health"]);
  const health = single(criteria["resource_health"]);
  return [
    ...leaf("category", criteria["category"]),
    ...leaf("operationName", criteria["operation_name"]),
    ...leaf("caller", criteria["caller"]),
    ...leaf("level", criteria["level"]),
    ...leaf("status", criteria["status"]),
    ...leaf("resourceGroup", criteria["resource_group"]),
    ...any("properties.incidentType", service["events"]),
    ...contains("properties.impactedServices[*].ImpactedRegions[*].RegionName", service["locations"]),
    ...contains("properties.impactedServices[*].ServiceName", service["services"]),
    ...any("properties.currentHealthStatus", health["current"]),
    ...any("properties.previousHealthStatus", health["previous"]),
    ...any("properties.cause", health["reason"]),
  ];
}

/** Required by azurerm. */
function required(value: unknown): string {
  if (typeof value !== "string" || value === "") throw new NotDeployed("a required argument is missing");
  return value;
}

/** Converts to a bool like go-cty. */
function flag(value: unknown, fallback: boolean): boolean {
  if (value === undefined || value === null) return fallback;
  if (value === true || value === "true" || value === "1") return true;
  if (value === false || value === "false" || value === "0") return false;
  throw new NotDeployed(`${String(value)} is not a bool`);
}

function number(value: unknown): number {
  const found = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof found !== "number" || Number.isNaN(found))
    throw new NotDeployed(`${String(value)} is not a number`);
  return found;
}

function merged(under: Json, over: Json): Json {
  const both = { ...under };
  for (const [name, item] of entriesIn(over)) {
    // Azure's names are case-insensitive.
    const key = Object.keys(both).find((other) => other.toLowerCase() === name.toLowerCase()) ?? name;
    both[key] = isMap(both[key]) && isMap(item) ? merged(both[key], item) : item;
  }
  return both;
}

function isMap(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function list(value: unknown): Json[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value as Json];
}

function single(value: unknown): Json {
  const [only = {}, ...more] = list(value);
  if (more.length > 0) throw new NotDeployed("too many blocks");
  return only;
}

function entriesIn(value: unknown): [string, Json][] {
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}

function entriesOf(section: unknown): [string, string, Json][] {
  return entriesIn(section).flatMap(([type, named]) =>
    entriesIn(named).map(([name, body]): [string, string, Json] => [type, name, body]),
  );
}

function must<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new NotDeployed("there is none");
  return value;
}
