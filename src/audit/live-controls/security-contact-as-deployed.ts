import { sameAddress, splitAddresses } from "../../controls/addresses.ts";
import { textEquals } from "../../controls/arm.ts";
import { resourcesSeen } from "../../controls/index.ts";
import { Cursor, describe, isMap, read, Unknown, type Value, type ValueMap } from "../../evidence/index.ts";
import { listed, plain } from "../../text/wording.ts";
import type { LiveControl } from "./live-control.ts";

export const securityContactAsDeployed: LiveControl = {
  id: "security-contact-as-deployed",
  title: "The security contact is unchanged since its deployment",
  severity: "high",
  required: true,
  why: "An attacker who takes over a subscription first silences its warnings. A changed contact needs an explanation even if it meets the baseline.",
  judgedBy: [
    "Every declared property of the contact has the declared value in Azure; addresses and roles in any order. A contact in the shape of another API version is not compared.",
  ],
  satisfies: [],
  cannotSatisfy: [],
  check: (evidence, _, declared) => {
    const wanted = declared?.contact;
    if (wanted === undefined) return undefined;
    const contact = resourcesSeen(evidence, "Microsoft.Security/securityContacts").find((one) => {
      return textEquals(read(one).get("name"), "default");
    });
    if (contact === undefined || !sameShape(wanted, contact.properties)) return undefined;
    const about = { resource: describe(contact) };
    const properties = read(contact).get("properties");
    const changed = Object.entries(wanted).filter(([key, value]) => !sameValue(value, properties.get(key)));
    const [first] = changed;
    if (first === undefined) return { ...about, status: "pass", message: "the contact is as deployed" };
    const parts = changed.map(([key, value]) => change(key, value, properties.get(key)));
    return {
      ...about,
      status: "fail",
      message: `the contact was changed since its deployment: ${listed(parts)}`,
      path: `properties.${first[0]}`,
      fix: "find out who changed it in the activity log; then deploy again, or change the fleet",
    };
  },
};

/**
 * Reports whether both have the same shape: `email` belongs to 2017, `notificationsSources` to 2023. Different shapes
 * are not compared.
 */
function sameShape(wanted: ValueMap, found: Value): boolean {
  const keys = ["email", "alertsToAdmins", "notificationsSources", "isEnabled"];
  return keys.every((key) => Object.hasOwn(wanted, key) === (isMap(found) && Object.hasOwn(found, key)));
}

/** Reports whether Azure has the declared value. Values known only after an apply are not compared. */
function sameValue(wanted: Value, found: Cursor): boolean {
  if (wanted instanceof Unknown) return true;
  if (typeof wanted === "string") return sameTexts(splitAddresses(wanted), splitAddresses(found.text()));
  if (typeof wanted === "boolean") return found.flag() === wanted;
  if (Array.isArray(wanted)) return sameItems(new Cursor(wanted).items(), found.items());
  if (!isMap(wanted)) return true;
  return Object.entries(wanted).every(([key, value]) => sameValue(value, found.get(key)));
}

function sameTexts(wanted: readonly string[], found: readonly string[]): boolean {
  return (
    wanted.length === found.length && wanted.every((one) => found.some((other) => sameAddress(one, other)))
  );
}

function sameItems(wanted: readonly Cursor[], found: readonly Cursor[]): boolean {
  return (
    wanted.length === found.length &&
    wanted.every((one) => found.some((other) => signature(one) === signature(other)))
  );
}

/** Normalizes a text, or the members of a source of notifications, in order and case. */
function signature(item: Cursor): string {
  const members = item.entries().map(([key, value]) => `${key}=${value.text() ?? ""}`);
  return (item.text() ?? members.sort().join()).toLowerCase();
}

/** Describes a change. Addresses are shown, because an owner needs them; other properties only by name. */
function change(key: string, wanted: Value, found: Cursor): string {
  if (typeof wanted !== "string" || key.toLowerCase() === "phone") return plain(key, 60);
  return `${plain(key, 60)} is ${plain(found.text() ?? "empty", 120)}, deployed was ${plain(wanted, 120)}`;
}
