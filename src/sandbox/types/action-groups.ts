import { badRequest, shown } from "../arm/error.ts";
import type { ResourceType } from "../arm/resource-type.ts";
import { at, isList, isMap, type Json, type JsonMap, mapAt, textAt } from "../json.ts";
import { checkEmail, checkName, patchTagsAndEnabled, requireText, tagsOf } from "./common.ts";

const RECEIVERS = [
  "emailReceivers",
  "smsReceivers",
  "webhookReceivers",
  "itsmReceivers",
  "azureAppPushReceivers",
  "automationRunbookReceivers",
  "voiceReceivers",
  "logicAppReceivers",
  "azureFunctionReceivers",
  "armRoleReceivers",
  "eventHubReceivers",
];

/** The members that a receiver must have. Source: azure-rest-api-specs, Microsoft.Insights actionGroups 2023-01-01. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  smsReceivers: ["countryCode", "phoneNumber"],
  voiceReceivers: ["countryCode", "phoneNumber"],
  itsmReceivers: ["workspaceId", "connectionId", "ticketConfiguration", "region"],
  azureAppPushReceivers: ["emailAddress"],
  automationRunbookReceivers: ["automationAccountId", "runbookName", "webhookResourceId"],
  logicAppReceivers: ["resourceId", "callbackUrl"],
  azureFunctionReceivers: ["functionAppResourceId", "functionName", "httpTriggerUrl"],
  armRoleReceivers: ["roleId"],
  eventHubReceivers: ["eventHubNameSpace", "eventHubName", "subscriptionId"],
};
/** Kinds whose receivers have the common alert schema. */
const WITHOUT_SCHEMA = ["smsReceivers", "voiceReceivers", "itsmReceivers", "azureAppPushReceivers"];

/** https://learn.microsoft.com/rest/api/monitor/action-groups; limits: https://learn.microsoft.com/azure/azure-monitor/service-limits */
export const actionGroups: ResourceType = {
  type: "Microsoft.Insights/actionGroups",
  scope: "resourceGroup",
  apiVersions: ["2021-09-01", "2022-06-01", "2023-01-01", "2023-09-01-preview", "2024-10-01-preview"],
  put({ body, name }) {
    checkName(
      name,
      /^[^:<>+/&%\\?|]{1,260}(?<![ .])$/,
      "1 to 260 characters, none of :<>+/&%\\?|, no space or period at the end",
    );
    const shortName = requireText(body, "properties", "groupShortName");
    if (shortName.length > 12) {
      throw badRequest(
        `The group short name ${shown(shortName)} must be 1 to 12 characters.`,
        "InvalidGroupShortName",
      );
    }
    const enabled = at(body, "properties", "enabled");
    const lists = RECEIVERS.map((kind) => [kind, receivers(body, kind)] as const);
    checkNames(lists.flatMap(([, list]) => list));
    return {
      location: textAt(body, "location") ?? "Global",
      tags: tagsOf(body),
      properties: {
        groupShortName: shortName,
        enabled: typeof enabled === "boolean" ? enabled : true,
        ...Object.fromEntries(lists),
      },
    };
  },
  patch: patchTagsAndEnabled,
  // Monitor returns its own namespace in lower case. azure-rest-api-specs, Microsoft.Insights, examples of 2020-10-01
  shownId: (id) => id.replace("/Microsoft.Insights/", "/microsoft.insights/"),
};

function receivers(body: JsonMap, kind: string): readonly JsonMap[] {
  const list = at(body, "properties", kind) ?? [];
  if (!isList(list) || !list.every(isMap))
    throw badRequest(`'properties.${kind}' must be a list of receivers.`);
  return list.map((receiver) => complete(kind, receiver));
}

function complete(kind: string, receiver: JsonMap): JsonMap {
  const name = requireText(receiver, "name");
  const useCommonAlertSchema = receiver["useCommonAlertSchema"] ?? false;
  if (kind === "emailReceivers") {
    checkEmail(receiver["emailAddress"], `emailAddress of receiver '${name}'`);
    return { ...receiver, useCommonAlertSchema, status: "Enabled" };
  }
  if (kind === "webhookReceivers") {
    const uri = textAt(receiver, "serviceUri");
    if (uri === undefined || !URL.canParse(uri)) {
      // The value is not shown, because a webhook's address is often its secret.
      throw badRequest(`serviceUri of receiver '${name}' must be an address.`);
    }
    const useAadAuth = receiver["useAadAuth"] ?? false;
    if (useAadAuth === true && textAt(receiver, "objectId") === undefined)
      throw badRequest(`objectId of receiver '${name}' is required where useAadAuth is true.`);
    return { ...receiver, useCommonAlertSchema, useAadAuth };
  }
  // Named, not shown: some members are secrets.
  const missing = (REQUIRED[kind] ?? []).find((member) => textAt(receiver, member) === undefined);
  if (missing !== undefined) throw badRequest(`${missing} of receiver '${name}' is required.`);
  if (kind === "automationRunbookReceivers" && typeof receiver["isGlobalRunbook"] !== "boolean")
    throw badRequest(`isGlobalRunbook of receiver '${name}' is required.`);
  if (kind === "smsReceivers") return { ...receiver, status: "Enabled" };
  return WITHOUT_SCHEMA.includes(kind) ? receiver : { ...receiver, useCommonAlertSchema };
}

function checkNames(all: readonly Json[]): void {
  const names = all.map((receiver) => textAt(mapAt(receiver), "name")?.toLowerCase());
  const doubled = names.find((name, index) => names.indexOf(name) !== index);
  if (doubled !== undefined) {
    throw badRequest(
      `Receiver names must be unique in an action group; '${doubled}' is used twice.`,
      "ReceiverNameIsNotUnique",
    );
  }
}
