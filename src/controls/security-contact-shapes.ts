import { type Cursor, type EvidenceSource, sameName } from "../evidence/index.ts";
import { recipientComplaint, splitAddresses } from "./addresses.ts";
import { says } from "./arm.ts";
import { isCannotTell, OutOfSightError, someKnown } from "./cannot-tell.ts";
import type { Expectation } from "./control.ts";
import type { Complaint, Criterion } from "./criteria.ts";

const LEVELS = ["low", "medium", "high", "critical"];

/**
 * What is asked of a security contact, by the shape that its properties have: those of the API versions
 * 2023-12-01-preview, 2020-01-01-preview and 2017-08-01-preview. The shape is told by what the contact says,
 * as a source need not tell the version. An answer of Azure in an older shape is a partial view of the one contact that
 * there is: it leaves attack paths out, whatever the contact has.
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

/** Whether the member is there, be its value known or not. */
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
      const mailed = someKnown(sources.items(), (item) => {
        return says(item.get("sourceType"), type) && reaches(item.get(level), levels);
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
      if (says(alerts.get("state"), "On") && reaches(alerts.get("minimalSeverity"), wanted)) return undefined;
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
      // It has room for one address: one of the fleet's.
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
        fix: "declare it through azapi, or say securityContact.api: azurerm in the baseline",
      };
    },
  ];
}

/** @throws {OutOfSightError} for an answer of Azure, which an older API gives of any contact */
function partialView(source: EvidenceSource, year: string): void {
  if (source !== "azure") return;
  throw new OutOfSightError(
    `the answer is of the API of ${year}, without attack paths (as of az security contact list): use ` +
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
    // The API documents semicolons; samples and the portal's users have commas, and no source says that they are mailed.
    throw new OutOfSightError(
      `${emails.path} has commas between addresses: the API documents semicolons, and whether Azure mails the others is unknown`,
    );
  };
}

/** Whether a source that starts at `level` mails what is of level `wanted`; whatever it is where nothing is wanted. */
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
    if (says(byRole.get("state"), "On") && missing.length === 0) return undefined;
    const whom = (missing.length > 0 ? missing : wanted).join(", ");
    const parameter = ["securityContact", "notifyRoles"];
    return {
      message: `the role ${whom} is not notified`,
      path: byRole.path,
      parameter,
      fix: `notify the role ${whom}`,
    };
  };
}

function isOn(state: Cursor, message: string): Criterion {
  return () =>
    says(state, "On") ? undefined : { message, path: state.path, fix: `set ${state.path} to On` };
}
