import type { Cursor } from "../evidence/index.ts";
import { dropped, lost, turnedOff } from "./lost.ts";
import type { Weakening } from "./weakening-type.ts";

const RECEIVERS: Readonly<Record<string, string>> = {
  armRoleReceivers: "role receiver",
  automationRunbookReceivers: "runbook receiver",
  azureAppPushReceivers: "push receiver",
  azureFunctionReceivers: "function receiver",
  eventHubReceivers: "event hub receiver",
  itsmReceivers: "ITSM receiver",
  logicAppReceivers: "logic app receiver",
  smsReceivers: "SMS receiver",
  voiceReceivers: "voice receiver",
  webhookReceivers: "webhook receiver",
};

const GROUP = "the action group";

const disablesAlert: Weakening = (before, after) =>
  turnedOff(property(before, "enabled"), property(after, "enabled")) ? ["disables the alert"] : [];

const dropsGroups: Weakening = (before, after) => {
  const groups = (alert: Cursor) =>
    textsOf(property(alert, "actions").get("actionGroups"), "actionGroupId").map(
      (id) => id.split("/").at(-1) ?? id,
    );
  return dropped("action group", "the alert", lost(groups(before), groups(after)));
};

const narrowsAlert: Weakening = (before, after) => {
  const [was, is] = [conditions(before), conditions(after)];
  const narrowed = [...is].filter(([field, values]) => {
    const allowed = was.get(field);
    return allowed === undefined || lost(allowed, values).length > 0;
  });
  return narrowed.map(([field]) => `narrows the alert by ${field}`);
};

/** Changes that weaken alerts, their receivers, log exports and policy assignments, by ARM type. */
export const ALERT_WEAKENINGS: Readonly<Record<string, readonly Weakening[]>> = {
  "Microsoft.Insights/actionGroups": [
    (before, after) =>
      turnedOff(property(before, "enabled"), property(after, "enabled")) ? [`disables ${GROUP}`] : [],
    (before, after) => {
      const mails = (group: Cursor) => textsOf(property(group, "emailReceivers"), "emailAddress");
      return dropped("recipient", GROUP, lost(mails(before), mails(after)));
    },
    ...Object.entries(RECEIVERS).map(([list, what]): Weakening => {
      // By name, because the address of a webhook may contain a secret.
      return (before, after) => {
        const names = (group: Cursor) => textsOf(property(group, list), "name");
        return dropped(what, GROUP, lost(names(before), names(after)));
      };
    }),
    (before, after) => {
      const uris = (group: Cursor) =>
        new Map(
          property(group, "webhookReceivers")
            .items()
            .map((one) => [one.get("name").text(), one.get("serviceUri").text()]),
        );
      const now = uris(after);
      return [...uris(before)]
        .filter(([name, uri]) => now.has(name) && now.get(name) !== uri)
        .map(([name]) => `changes the address of the webhook receiver ${name ?? ""}`);
    },
  ],
  "Microsoft.Insights/activityLogAlerts": [
    disablesAlert,
    (before, after) =>
      lost(property(before, "scopes").texts(), property(after, "scopes").texts()).map(
        (scope) => `no longer watches ${scope}`,
      ),
    dropsGroups,
    narrowsAlert,
  ],
  "Microsoft.AlertsManagement/tenantActivityLogAlerts": [
    disablesAlert,
    (before, after) => {
      const tenant = property(before, "tenantScope").text();
      const isSame = tenant?.toLowerCase() === property(after, "tenantScope").text()?.toLowerCase();
      return tenant === undefined || isSame ? [] : [`no longer watches the tenant ${tenant}`];
    },
    // Without scopes, an alert watches everything in its tenant.
    (before, after) => {
      const [was, is] = [property(before, "scopes").texts(), property(after, "scopes").texts()];
      if (was.length === 0) return is.length === 0 ? [] : ["narrows the alert to scopes"];
      return is.length === 0 ? [] : lost(was, is).map((scope) => `no longer watches ${scope}`);
    },
    dropsGroups,
    narrowsAlert,
  ],
  "Microsoft.AADIAM/diagnosticSettings": [
    droppedCategories("the export of Entra's logs"),
    (before, after) =>
      ["workspaceId", "storageAccountId"].flatMap((key) => {
        const was = property(before, key).text() ?? "";
        const same = was.toLowerCase() === property(after, key).text()?.toLowerCase();
        return was === "" || same ? [] : [`no longer exports Entra's logs to ${was.split("/").at(-1)}`];
      }),
  ],
  "Microsoft.Insights/diagnosticSettings": [droppedCategories("the export of the activity log")],
  "Microsoft.Authorization/policyAssignments": [
    (before, after) =>
      property(before, "enforcementMode").text() === "Default" &&
      property(after, "enforcementMode").text() === "DoNotEnforce"
        ? ["no longer enforces the policy assignment"]
        : [],
    (before, after) => {
      const exempt = lost(property(after, "notScopes").texts(), property(before, "notScopes").texts());
      return exempt.map((scope) => `exempts ${scope} from the policy assignment`);
    },
  ],
};

function droppedCategories(from: string): Weakening {
  const logs = (setting: Cursor) =>
    property(setting, "logs")
      .items()
      .filter((log) => log.get("enabled").flag() !== false)
      .flatMap((log) => log.get("category").text() ?? log.get("categoryGroup").text() ?? []);
  return (before, after) => dropped("category", from, lost(logs(before), logs(after)));
}

function property(resource: Cursor, key: string): Cursor {
  return resource.get("properties").get(key);
}

function textsOf(list: Cursor, key: string): string[] {
  return list.items().flatMap((item) => item.get(key).text() ?? []);
}

/** Returns the values that an alert's conditions match, by field. */
function conditions(alert: Cursor): ReadonlyMap<string, string[]> {
  const found = new Map<string, string[]>();
  for (const condition of property(alert, "condition").get("allOf").items()) {
    const choices = condition.get("anyOf").items();
    for (const leaf of choices.length > 0 ? choices : [condition]) {
      const field = leaf.get("field").text() ?? "a condition";
      const values = [...(leaf.get("equals").text() === undefined ? [] : [leaf.get("equals").text() ?? ""])];
      found.set(field, [...(found.get(field) ?? []), ...values, ...leaf.get("containsAny").texts()]);
    }
  }
  return found;
}
