import type { Value } from "../value.ts";
import { attribute, joined, orDefault, parsedJson } from "./attributes.ts";
import type { Mapper } from "./mapper.ts";
import { identityOf } from "./resources.ts";

/** Maps `azapi_resource` and `azapi_update_resource`, whose body already has ARM's shape. */
export const azapiResource: Mapper = (values, scope) => {
  const type = attribute(values, "type");
  const [armType = "", apiVersion] = typeof type === "string" ? type.split("@") : [];
  const name = attribute(values, "name");
  const parent = withoutSlash(orDefault(attribute(values, "parent_id"), scope));
  const resourceId = attribute(values, "resource_id");
  // azapi 1.x takes the body as JSON text.
  const body = parsedJson(attribute(values, "body"));
  const identity = orDefault(identityOf(values), attribute(body, "identity"));
  const section =
    armType.toLowerCase() === "microsoft.resources/resourcegroups" ? "" : `/providers/${armType}`;
  const segment = section === "" ? "/resourceGroups/" : "/";
  return {
    type: armType,
    ...(apiVersion === undefined ? {} : { apiVersion }),
    name: orDefault(name, lastSegment(resourceId)),
    // An unknown id is still the resource's own.
    id: resourceId !== null && resourceId !== "" ? resourceId : joined(parent, section, segment, name),
    properties: attribute(body, "properties"),
    kind: attribute(body, "kind"),
    ...(identity === null ? {} : { identity }),
    location: orDefault(attribute(values, "location"), attribute(body, "location")),
    tags: orDefault(attribute(values, "tags"), attribute(body, "tags")),
  };
};

/** The tenant is `/`, and the ids of its resources begin with `/providers/`. */
function withoutSlash(parent: Value): Value {
  return parent === "/" ? "" : parent;
}

function lastSegment(id: Value): Value {
  return typeof id === "string" ? (id.split("/").at(-1) ?? null) : id;
}
