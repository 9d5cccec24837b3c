import { sameAddress, splitAddresses } from "../../controls/addresses.ts";
import { textEquals } from "../../controls/arm.ts";
import { resourcesSeen } from "../../controls/index.ts";
import { listed, plain } from "../../controls/wording.ts";
import { Cursor, describe, isMap, read, Unknown, type Value, type ValueMap } from "../../evidence/index.ts";
import type { LiveControl } from "./live-control.ts";

export const securityContactAsDeployed: LiveControl = {
  id: "security-contact-as-deployed",
  title: "Nobody has changed the security contact since it was deployed",
  severity: "high",
  required: true,
  why: "Whoever takes over a subscription first silences its warnings. A changed contact that still meets the baseline is worth a question.",
  judgedBy: [
    "Every property that the stack declares for the contact is in Azure what the stack says; addresses and roles in any order. A contact that another API version shows in another shape is not compared.",
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
    if (first === undefined)
      return { ...about, status: "pass", message: "the contact is as it was deployed" };
    const parts = changed.map(([key, value]) => change(key, value, properties.get(key)));
    return {
      ...about,
      status: "fail",
      message: `the contact was changed since it was deployed: ${listed(parts)}`,
      path: `properties.${first[0]}`,
      fix: "find out who changed it in the activity log; then deploy again, or change the fleet",
    };
  },
};

/** `email` is of 2017, `notificationsSources` of 2023: shapes that say the same thing differently are not compared. */
function sameShape(wanted: ValueMap, found: Value): boolean {
  const keys = ["email", "alertsToAdmins", "notificationsSources", "isEnabled"];
  return keys.every((key) => Object.hasOwn(wanted, key) === (isMap(found) && Object.hasOwn(found, key)));
}

/** Whether Azure has what was declared. What only an apply could tell is not compared. */
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

/** A text, or the members of a source of notifications, without regard to order and case. */
function signature(item: Cursor): string {
  const members = item.entries().map(([key, value]) => `${key}=${value.text() ?? ""}`);
  return (item.text() ?? members.sort().join()).toLowerCase();
}

/** Addresses are shown, they are what an owner looks for; of other properties only the name. */
function change(key: string, wanted: Value, found: Cursor): string {
  if (typeof wanted !== "string" || key.toLowerCase() === "phone") return plain(key, 60);
  return `${plain(key, 60)} is ${plain(found.text() ?? "empty", 120)}, deployed was ${plain(wanted, 120)}`;
}
