import { isList, isMap, type Value } from "../value.ts";
import { attribute } from "./attributes.ts";

/*
 * How azapi compares what is there with the body. It writes nothing where it detects no difference. A difference that
 * it overlooks stays in an adopted resource, for example an alert with a filter or a contact without addresses.
 */

/** The lists to which Azure adds items of its own that take nothing away, by type in lower case, with the member that tells them apart. */
const LISTS: ReadonlyMap<string, readonly [path: string, member: string]> = new Map([
  ["microsoft.insights/diagnosticsettings", ["properties.logs", "category"]],
  ["microsoft.aadiam/diagnosticsettings", ["properties.logs", "category"]],
  ["microsoft.security/pricings", ["properties.extensions", "name"]],
]);
/** The types of which azapi would overlook what was emptied or removed: a map that lost a member, a text that lost its words. */
const COMPARED_WHOLE = ["microsoft.security/securitycontacts", "microsoft.consumption/budgets"];

/** Arguments by which azapi leaves a part of a resource that controls judge as it is, with the reason. */
export function keptAsItIs(armType: string, values: Value): readonly string[] {
  const [path, member] = LISTS.get(armType.toLowerCase()) ?? [];
  const others = attribute(values, "ignore_other_items_in_list");
  const unique = attribute(values, "list_unique_id_property");
  const isKnownList = others === null || (isList(others) && others.every((one) => one === path));
  const isKnownMember =
    unique === null ||
    (isMap(unique) && Object.entries(unique).every(([name, value]) => name === path && value === member));
  return [
    ...(isKnownList ? [] : ["ignore_other_items_in_list leaves items as they are that controls look at"]),
    ...(isKnownMember
      ? []
      : ["list_unique_id_property compares items that controls look at by a part of them"]),
  ];
}

/** Whether azapi would overlook what was emptied in a resource of the baseline that is adopted. */
export function keptEmpty(values: Value): readonly string[] {
  const type = attribute(values, "type");
  const [armType = ""] = typeof type === "string" ? type.toLowerCase().split("@") : [];
  if (!COMPARED_WHOLE.includes(armType) || attribute(values, "ignore_missing_property") === false) return [];
  return ["ignore_missing_property has to be false: what was emptied in Azure would stay so"];
}
