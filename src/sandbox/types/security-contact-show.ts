import { type JsonMap, listAt, mapAt, textAt, textsAt } from "../json.ts";

/** Returns the contact in the shape of 2023-12-01-preview. */
export function show2023(contact: JsonMap): JsonMap {
  return contact;
}

/** Returns the contact in the shape of 2020-01-01-preview, which has neither attack paths nor `isEnabled`. */
export function show2020(contact: JsonMap): JsonMap {
  const minimalSeverity = alertSeverity(contact);
  const alertNotifications =
    minimalSeverity === undefined ? { state: "Off" } : { state: "On", minimalSeverity };
  const { emails = "", notificationsByRole = {}, phone = "" } = contact;
  return { emails, phone, alertNotifications, notificationsByRole };
}

/** Returns the contact in the shape of 2017-08-01-preview, which has no severity and only administrators. */
export function show2017(contact: JsonMap): JsonMap {
  const roles = mapAt(contact, "notificationsByRole");
  const owners = roles["state"] === "On" && textsAt(roles, "roles").includes("Owner");
  return {
    email: contact["emails"] ?? "",
    phone: contact["phone"] ?? "",
    alertNotifications: alertSeverity(contact) === undefined ? "Off" : "On",
    alertsToAdmins: owners ? "On" : "Off",
  };
}

/** Returns the severity from which alerts are mailed; `undefined` when they are not. */
function alertSeverity(contact: JsonMap): string | undefined {
  if (contact["isEnabled"] === false) return undefined;
  const source = listAt(contact, "notificationsSources").find(
    (found) => textAt(found, "sourceType") === "Alert",
  );
  return textAt(source, "minimalSeverity");
}
