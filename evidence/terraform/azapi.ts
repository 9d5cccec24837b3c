import { isMap, Unknown, type Value } from "../value.ts";
import { attribute, joined, orDefault } from "./attributes.ts";
import type { Mapper } from "./mapper.ts";

/** `azapi_resource` and `azapi_update_resource`: the body is ARM's shape already. */
export const azapiResource: Mapper = (values, scope) => {
  const type = attribute(values, "type");
  const [armType = "", apiVersion] = typeof type === "string" ? type.split("@") : [];
  const name = attribute(values, "name");
  const parent = orDefault(attribute(values, "parent_id"), scope);
  const resourceId = attribute(values, "resource_id");
  const body = parsed(attribute(values, "body"));
  const section = armType.toLowerCase() === "microsoft.resources/resourcegroups" ? "" : `/providers/${armType}`;
  const segment = section === "" ? "/resourceGroups/" : "/";
  return {
    type: armType,
    ...(apiVersion === undefined ? {} : { apiVersion }),
    name: orDefault(name, lastSegment(resourceId)),
    id: typeof resourceId === "string" && resourceId !== "" ? resourceId : joined(parent, section, segment, name),
    properties: attribute(body, "properties"),
    kind: attribute(body, "kind"),
    location: orDefault(attribute(values, "location"), attribute(body, "location")),
    tags: orDefault(attribute(values, "tags"), attribute(body, "tags")),
  };
};

/** azapi 1.x takes the body as JSON text. */
function parsed(body: Value): Value {
  if (typeof body !== "string") return body;
  try {
    const value: Value = JSON.parse(body);
    return isMap(value) ? value : null;
  } catch {
    return new Unknown();
  }
}

function lastSegment(id: Value): Value {
  return typeof id === "string" ? (id.split("/").at(-1) ?? null) : id;
}
