import { badRequest } from "../arm/error.ts";
import type { ResourceType } from "../arm/resource-type.ts";
import { at, isList, isMap, mapAt, textAt } from "../json.ts";
import { checkName, patchTagsAndEnabled, requireOneOf, requireText, tagsOf } from "./common.ts";

const ACTIONS = ["AddActionGroups", "RemoveAllActionGroups"];

/** https://learn.microsoft.com/rest/api/monitor/alertprocessingrules */
export const alertProcessingRules: ResourceType = {
  type: "Microsoft.AlertsManagement/actionRules",
  scope: "resourceGroup",
  apiVersions: ["2021-08-08"],
  put({ body, name }) {
    checkName(name, /^[^:<>+/&%\\?|]{1,260}(?<![ .])$/, "1 to 260 characters, none of :<>+/&%\\?|");
    const location = requireText(body, "location");
    const [scopes, actions] = [at(body, "properties", "scopes"), at(body, "properties", "actions")];
    if (!isList(scopes) || scopes.length === 0) throw badRequest("'properties.scopes' must have a scope.");
    if (!isList(actions) || actions.length === 0 || !actions.every(isMap))
      throw badRequest("'properties.actions' must have an action.");
    for (const action of actions) requireOneOf(ACTIONS, action, "actionType");
    const { conditions, enabled, schedule } = mapAt(body, "properties");
    return {
      location,
      tags: tagsOf(body),
      properties: {
        scopes,
        conditions: conditions ?? [],
        ...(schedule === undefined ? {} : { schedule }),
        actions,
        description: textAt(body, "properties", "description") ?? "",
        enabled: typeof enabled === "boolean" ? enabled : true,
      },
    };
  },
  patch: patchTagsAndEnabled,
};
