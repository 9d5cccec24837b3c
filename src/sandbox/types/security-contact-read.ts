import { badRequest, shown } from "../arm/error.ts";
import { isList, isMap, type JsonMap, textAt } from "../json.ts";
import { checkEmail, optionalTexts, requireOneOf, requireText } from "./common.ts";

const ON_OFF = ["On", "Off"];
const SEVERITIES = ["High", "Medium", "Low"];
const RISKS = ["Critical", "High", "Medium", "Low"];
const ROLES = ["AccountAdmin", "ServiceAdmin", "Owner", "Contributor"];

/** Converts a body of 2017-08-01-preview to the contact in the newest shape. */
export function contactOf2017(properties: JsonMap): JsonMap {
  const alerts = requireOneOf(ON_OFF, properties, "alertNotifications");
  const admins = requireOneOf(ON_OFF, properties, "alertsToAdmins");
  return {
    emails: addresses(requireText(properties, "email")),
    phone: textAt(properties, "phone") ?? "",
    isEnabled: true,
    notificationsSources: alerts === "On" ? [alertSource("High")] : [],
    notificationsByRole: { state: admins, roles: admins === "On" ? ["Owner"] : [] },
  };
}

/** Converts a body of 2020-01-01-preview. */
export function contactOf2020(properties: JsonMap): JsonMap {
  const { alertNotifications } = properties;
  const alerts = isMap(alertNotifications) && requireOneOf(ON_OFF, alertNotifications, "state") === "On";
  return {
    emails: addresses(textAt(properties, "emails") ?? ""),
    phone: textAt(properties, "phone") ?? "",
    isEnabled: true,
    notificationsSources: alerts
      ? [alertSource(requireOneOf(SEVERITIES, alertNotifications, "minimalSeverity"))]
      : [],
    notificationsByRole: byRole(properties),
  };
}

/** Converts a body of 2023-12-01-preview. */
export function contactOf2023(properties: JsonMap): JsonMap {
  const { isEnabled, notificationsSources = [] } = properties;
  if (!isList(notificationsSources)) throw badRequest("'notificationsSources' must be a list.");
  return {
    emails: addresses(textAt(properties, "emails") ?? ""),
    phone: textAt(properties, "phone") ?? "",
    isEnabled: isEnabled !== false,
    notificationsSources: notificationsSources.map((given) => {
      const found = isMap(given) ? given : {};
      return requireOneOf(["Alert", "AttackPath"], found, "sourceType") === "Alert"
        ? alertSource(requireOneOf(SEVERITIES, found, "minimalSeverity"))
        : { sourceType: "AttackPath", minimalRiskLevel: requireOneOf(RISKS, found, "minimalRiskLevel") };
    }),
    notificationsByRole: byRole(properties),
  };
}

function alertSource(minimalSeverity: string): JsonMap {
  return { sourceType: "Alert", minimalSeverity };
}

function byRole(properties: JsonMap): JsonMap {
  const { notificationsByRole } = properties;
  if (!isMap(notificationsByRole)) return { state: "Off", roles: [] };
  const roles = optionalTexts(notificationsByRole, "roles");
  for (const role of roles) requireOneOf(ROLES, { role }, "role");
  return { state: requireOneOf(ON_OFF, notificationsByRole, "state"), roles };
}

/** Splits addresses at semicolons. The portal uses commas, which the API rejects. */
function addresses(text: string): string {
  if (text.includes(",")) {
    throw badRequest(`E-mail addresses must be separated by ';'; found ${shown(text)}.`, "InvalidInputJson");
  }
  for (const email of text.split(";").filter((part) => part !== ""))
    checkEmail(email.trim(), "A security contact's e-mail");
  return text;
}
