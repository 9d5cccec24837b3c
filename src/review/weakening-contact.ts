import type { Cursor } from "../evidence/index.ts";
import { dropped, lost, noLonger } from "./lost.ts";
import type { Weakening } from "./weakening-type.ts";

const CONTACT = "the security contact";
const LEVELS = ["low", "medium", "high", "critical"];

/** Changes that weaken a security contact or a Defender plan, by ARM type, in every shape of the API. */
export const CONTACT_WEAKENINGS: Readonly<Record<string, readonly Weakening[]>> = {
  "Microsoft.Security/securityContacts": [
    (before, after) => dropped("recipient", CONTACT, lost(recipients(before), recipients(after))),
    (before, after) =>
      property(before, "isEnabled").flag() === true && !isOn(after) ? [`disables ${CONTACT}`] : [],
    raised("Alert", "minimalSeverity", "alerts"),
    raised("AttackPath", "minimalRiskLevel", "attack paths"),
    (before, after) =>
      lost(roles(before), notified(after)).map((role) => `no longer notifies the role ${role}`),
    (before, after) =>
      says(property(before, "alertsToAdmins"), "On") && lost(["Owner"], notified(after)).length > 0
        ? ["no longer notifies the subscription's owners"]
        : [],
  ],
  "Microsoft.Security/pricings": [
    (before, after) =>
      noLonger("Standard", property(before, "pricingTier"), property(after, "pricingTier"))
        ? [`switches the Defender plan ${before.get("name").text() ?? ""} off`]
        : [],
  ],
};

function property(resource: Cursor, key: string): Cursor {
  return resource.get("properties").get(key);
}

/** The shapes of 2017 and 2020 have no switch for the contact itself: it is on while it mails alerts. */
function isOn(contact: Cursor): boolean {
  const enabled = property(contact, "isEnabled").flag();
  return enabled ?? (alerts(contact).exists() && !says(alerts(contact), "Off"));
}

function says(value: Cursor, word: string): boolean {
  return value.text()?.toLowerCase() === word.toLowerCase();
}

/** Returns the notified roles. `alertsToAdmins` of 2017 is the role Owner in later shapes. */
function notified(contact: Cursor): string[] {
  return says(property(contact, "alertsToAdmins"), "On") ? ["Owner", ...roles(contact)] : roles(contact);
}

function recipients(contact: Cursor): string[] {
  const text = property(contact, "emails").text() ?? property(contact, "email").text() ?? "";
  const all = text.split(/[;,]/).map((address) => address.trim());
  return all.filter((address) => address !== "");
}

/** Returns `alertNotifications`: a word in the shape of 2017, a map in that of 2020. */
function alerts(contact: Cursor): Cursor {
  const setting = property(contact, "alertNotifications");
  return setting.text() === undefined ? setting.get("state") : setting;
}

function roles(contact: Cursor): string[] {
  const byRole = property(contact, "notificationsByRole");
  return byRole.get("state").text()?.toLowerCase() === "on" ? byRole.get("roles").texts() : [];
}

/** Returns the severity from which the shapes of 2017 and 2020 mail alerts; undefined when they do not. */
function olderLevel(contact: Cursor): string | undefined {
  if (!says(alerts(contact), "On")) return undefined;
  // The API of 2017 has no level. It mails alerts of high severity.
  return property(contact, "alertNotifications").get("minimalSeverity").text() ?? "High";
}

function raised(type: string, level: string, what: string): Weakening {
  const levelOf = (contact: Cursor): string | undefined => {
    const sources = property(contact, "notificationsSources").items();
    const source = sources.find(
      (item) => item.get("sourceType").text()?.toLowerCase() === type.toLowerCase(),
    );
    return source?.get(level).text() ?? (type === "Alert" ? olderLevel(contact) : undefined);
  };
  const rank = (text: string) => LEVELS.indexOf(text.toLowerCase());
  return (before, after) => {
    const from = levelOf(before);
    const to = levelOf(after);
    if (from === undefined) return [];
    if (to === undefined) return [`no longer mails ${what} to the security contact`];
    return rank(to) > rank(from) ? [`mails ${what} only from ${to}, no longer from ${from}`] : [];
  };
}
