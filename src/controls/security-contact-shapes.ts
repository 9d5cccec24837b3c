import { type Cursor, type EvidenceSource, sameName } from "../evidence/index.ts";
import { recipientComplaint, splitAddresses } from "./addresses.ts";
import { textEquals } from "./arm.ts";
import { isCannotTell, OutOfSightError, someCertain } from "./cannot-tell.ts";
import type { Expectation } from "./control.ts";
import type { Complaint, Criterion } from "./criteria.ts";

const LEVELS = ["low", "medium", "high", "critical"];

/**
 * Returns the criteria for a security contact by the shape of its properties: API version 2023-12-01-preview,
 * 2020-01-01-preview or 2017-08-01-preview. The properties determine the shape, because a source may not show the
 * version. An answer of Azure in an older shape is a partial view of the only contact: it never contains attack paths.
 *
 * Source: https://github.com/Azure/azure-rest-api-specs, specification/security, securityContacts.
 */
export function contactCriteria(
  properties: Cursor,
  expected: Expectation,
  source: EvidenceSource,
): Criterion[] {
  const has = (key: string) => mentions(properties, key);
  if (has("notificationsSources") || has("isEnabled")) return shapeOf2023(properties, expected, source);
  if (has("email") || has("alertsToAdmins")) return shapeOf2017(properties, expected, source);
  if (has("alertNotifications")) return shapeOf2020(properties, expected, source);
  return shapeOf2023(properties, expected, source);
}

/** Reports whether the member is present, with a known or unknown value. */
function mentions(properties: Cursor, key: string): boolean {
  try {
    return properties.get(key).exists();
  } catch (error) {
    if (isCannotTell(error)) return true;
    throw error;
  }
}

function shapeOf2023(properties: Cursor, expected: Expectation, source: EvidenceSource): Criterion[] {
  const { alertSeverity, attackPathRisk } = expected.baseline.securityContact;
  const sources = properties.get("notificationsSources");
  const mails = (type: string, level: string, wanted: string, parameter: string): Criterion => {
    return () => {
      const levels = legacyOnly(expected) && type === "Alert" ? undefined : wanted;
      const mailed = someCertain(sources.items(), (item) => {
        return textEquals(item.get("sourceType"), type) && reaches(item.get(level), levels);
      });
      return mailed ? undefined : levelComplaint(type, wanted, sources.path, parameter);
    };
  };
  return [
    () => {
      if (properties.get("isEnabled").flag() === true) return undefined;
      return {
        message: "the contact is not enabled",
        path: "properties.isEnabled",
        fix: "set isEnabled to true",
      };
    },
    addresses(properties, expected, source),
    mails("Alert", "minimalSeverity", alertSeverity, "alertSeverity"),
    ...(legacyOnly(expected)
      ? []
      : [mails("AttackPath", "minimalRiskLevel", attackPathRisk, "attackPathRisk")]),
    roles(properties, expected),
  ];
}

function shapeOf2020(properties: Cursor, expected: Expectation, source: EvidenceSource): Criterion[] {
  const { alertSeverity, attackPathRisk } = expected.baseline.securityContact;
  const alerts = properties.get("alertNotifications");
  return [
    addresses(properties, expected, source),
    () => {
      const wanted = legacyOnly(expected) ? undefined : alertSeverity;
      if (textEquals(alerts.get("state"), "On") && reaches(alerts.get("minimalSeverity"), wanted))
        return undefined;
      return levelComplaint("Alert", alertSeverity, alerts.path, "alertSeverity");
    },
    () => {
      if (legacyOnly(expected)) return undefined;
      partialView(source, "2020");
      return levelComplaint("AttackPath", attackPathRisk, "properties", "attackPathRisk");
    },
    roles(properties, expected),
  ];
}

function shapeOf2017(properties: Cursor, expected: Expectation, source: EvidenceSource): Criterion[] {
  const email = properties.get("email");
  const { emails } = expected.baseline.contacts.security;
  return [
    () => {
      const found = [email.text() ?? ""].filter((text) => text !== "");
      // The shape has one address, which must be one of the fleet's.
      const wanted = emails.filter((address) => sameName(address, found[0] ?? ""));
      return recipientComplaint(found, {
        wanted: wanted.length > 0 ? wanted : emails,
        path: email.path,
        parameter: ["contacts", "security", "emails"],
      });
    },
    isOn(properties.get("alertNotifications"), "alerts are not mailed"),
    isOn(properties.get("alertsToAdmins"), "the subscription's owners are not notified"),
    () => {
      if (legacyOnly(expected)) return undefined;
      partialView(source, "2017");
      return {
        message:
          "the contact is declared through the API of 2017, which cannot express severity and attack paths",
        path: "properties",
        parameter: ["securityContact", "api"],
        fix: "declare it through azapi, or set securityContact.api: azurerm in the baseline",
      };
    },
  ];
}

/** @throws {OutOfSightError} for an answer of Azure: an older API returns this view of any contact */
function partialView(source: EvidenceSource, year: string): void {
  if (source !== "azure") return;
  throw new OutOfSightError(
    `the answer is of API version ${year}, which has no attack paths (as az security contact list returns it): use ` +
      'az rest --url "/subscriptions/ID/providers/Microsoft.Security/securityContacts?api-version=2023-12-01-preview"',
  );
}

function legacyOnly({ baseline }: Expectation): boolean {
  return baseline.securityContact.api === "azurerm";
}

function addresses(properties: Cursor, { baseline }: Expectation, source: EvidenceSource): Criterion {
  return () => {
    const emails = properties.get("emails");
    const recipients = {
      wanted: baseline.contacts.security.emails,
      path: emails.path,
      parameter: ["contacts", "security", "emails"],
    };
    const complaint = recipientComplaint(splitAddresses(emails.text()), recipients);
    const apart = (emails.text() ?? "").split(/[;,]/).map((part) => part.trim());
    const isByCommas =
      recipientComplaint(
        apart.filter((part) => part !== ""),
        recipients,
      ) === undefined;
    if (complaint === undefined || !isByCommas || source !== "azure") return complaint;
    // The API documents semicolons. Samples and portal users have commas, and no source states that mail is sent to
    // these.
    throw new OutOfSightError(
      `${emails.path} has commas between addresses: the API documents semicolons, and whether Azure mails the others is unknown`,
    );
  };
}

/** Reports whether a source that starts at `level` mails items of level `wanted`; always true where none is wanted. */
function reaches(level: Cursor, wanted: string | undefined): boolean {
  if (wanted === undefined) return true;
  const rank = LEVELS.indexOf(level.text()?.toLowerCase() ?? "");
  return rank >= 0 && rank <= LEVELS.indexOf(wanted.toLowerCase());
}

function levelComplaint(type: string, wanted: string, path: string, parameter: string): Complaint {
  const what = type === "Alert" ? `alerts of severity ${wanted}` : `attack paths of risk ${wanted}`;
  const fix = `set the ${type} source of the contact to ${wanted}`;
  return { message: `${what} are not mailed`, path, parameter: ["securityContact", parameter], fix };
}

function roles(properties: Cursor, { baseline }: Expectation): Criterion {
  return () => {
    const byRole = properties.get("notificationsByRole");
    const wanted = baseline.securityContact.notifyRoles;
    const found = byRole.get("roles").texts();
    const missing = wanted.filter((role) => !found.some((other) => sameName(other, role)));
    if (textEquals(byRole.get("state"), "On") && missing.length === 0) return undefined;
    const names = (missing.length > 0 ? missing : wanted).join(", ");
    const parameter = ["securityContact", "notifyRoles"];
    return {
      message: `the role ${names} is not notified`,
      path: byRole.path,
      parameter,
      fix: `notify the role ${names}`,
    };
  };
}

function isOn(state: Cursor, message: string): Criterion {
  return () =>
    textEquals(state, "On") ? undefined : { message, path: state.path, fix: `set ${state.path} to On` };
}
