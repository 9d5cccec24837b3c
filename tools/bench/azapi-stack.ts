import { JUDGED_TYPES } from "../../src/evidence/arm/index.ts";
import { type Evidence, isList, isMap, Unknown, type Value } from "../../src/evidence/index.ts";

/** A block of `azapi_resource`. */
interface AzapiBlock {
  readonly "//": object;
  readonly type: string;
  readonly name: string;
  readonly parent_id: string;
  readonly body: object;
  readonly location?: string;
  readonly tags?: object;
  readonly ignore_missing_property: false;
}

/** A stack that contains only `azapi_resource` blocks. */
export interface AzapiStack {
  readonly terraform: object;
  readonly provider: object;
  readonly resource: { readonly azapi_resource: Readonly<Record<string, AzapiBlock>> };
}

/** The request for a resource: its path below the origin, and its body. */
export interface Write {
  readonly path: string;
  readonly apiVersion: string;
  readonly body: object;
}

/**
 * Builds a stack that declares the resources of another stack's evidence with azapi.
 * @param month the time of the plan: `2026-11`
 */
export function azapiStackOf({ resources, subscriptionId }: Evidence, month: string): AzapiStack {
  const blocks = resources.map(({ address = "", id, kind, location, name, properties, tags, type }) => {
    const parent = String(id).replace(/\/providers\/[^/]+\/[^/]+\/[^/]+$|\/resourceGroups\/[^/]+$/i, "");
    const version = JUDGED_TYPES.find((judged) => judged.type === type)?.apiVersion ?? "2021-04-01";
    const label = address.split(".").at(-1) ?? "";
    const block: AzapiBlock = {
      "//": { metadata: { path: `${subscriptionId}/baseline/${label}/Resource`, uniqueId: label } },
      type: `${type}@${version}`,
      name: String(name),
      parent_id: parent,
      body: Object(plain({ properties, ...(kind ? { kind } : {}) }, month)),
      ...(typeof location === "string" ? { location } : {}),
      ...(isMap(tags) ? { tags } : {}),
      ignore_missing_property: false,
    };
    return [label, block] as const;
  });
  // Resource groups before their resources.
  const isGroup = ([, { type }]: (typeof blocks)[number]) => type.includes("/resourceGroups@");
  blocks.sort((a, b) => Number(isGroup(b)) - Number(isGroup(a)));
  return {
    terraform: { backend: { local: {} }, required_providers: { azapi: { source: "azure/azapi" } } },
    provider: { azapi: [{ subscription_id: subscriptionId }] },
    resource: { azapi_resource: Object.fromEntries(blocks) },
  };
}

/** The requests that deploy the stack. */
export function writesOf({ resource }: AzapiStack): Write[] {
  return Object.values(resource.azapi_resource).map((block) => {
    const { body, location, tags, type } = block;
    const more = { ...(location === undefined ? {} : { location }), ...(tags === undefined ? {} : { tags }) };
    return { path: idOf(block), apiVersion: type.split("@")[1] ?? "", body: { ...body, ...more } };
  });
}

/** The state of the deployed stack, in the format of the Terraform stub. */
export function stateOf({ resource }: AzapiStack): object {
  const resources = Object.entries(resource.azapi_resource).map(([name, { "//": _, ...values }]) => [
    `azapi_resource.${name}`,
    { ...values, id: idOf(values) },
  ]);
  return { serial: 1, resources: Object.fromEntries(resources) };
}

function idOf({ name, parent_id, type }: Pick<AzapiBlock, "name" | "parent_id" | "type">): string {
  const [armType = ""] = type.split("@");
  return armType.endsWith("/resourceGroups")
    ? `${parent_id}/resourceGroups/${name}`
    : `${parent_id}/providers/${armType}/${name}`;
}

/** Removes values that are only known after an apply. */
function plain(value: Value, month: string): unknown {
  const startDate = `${month}-01T00:00:00Z`;
  if (value instanceof Unknown) return startDate;
  if (isList(value)) return value.map((item) => plain(item, month));
  if (!isMap(value)) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== null);
  // azurerm sets the dates of a schedule.
  const dates = { startDate, endDate: `${Number(month.slice(0, 4)) + 1}${startDate.slice(4)}` };
  return Object.fromEntries(
    entries.map(([key, inner]) => [
      key,
      key === "schedule" && isMap(inner) ? { ...inner, ...dates } : plain(inner, month),
    ]),
  );
}
