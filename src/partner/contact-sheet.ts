import type { Partner, PartnerSecurityContact } from "../fleet/index.ts";

/*
 * The data that Partner Center needs for the security contact, and the steps to enter it. No API sets it.
 * https://learn.microsoft.com/partner-center/security-contact
 */

/** The five fields, by their names in Partner Center, in its order. */
export const CONTACT_FIELDS = [
  ["First name", "firstName"],
  ["Middle name", "middleName"],
  ["Last name", "lastName"],
  ["Email", "email"],
  ["Phone", "phone"],
] as const;
type Field = (typeof CONTACT_FIELDS)[number][1];

/** The steps for a Global admin. */
export const CONTACT_STEPS: readonly string[] = [
  "Sign in to https://partner.microsoft.com/dashboard/home as a Global admin, and select Settings (the gear).",
  "Select the workspace Account settings, then My profile.",
  "Select Legal info, in the section Organization profile.",
  "At Security contact select Update.",
  "Enter the fields, and select Update. Change nothing in Legal business profile or Primary contact: that can start a new verification of the account.",
];

/** Returns whether a required field is missing. The middle name is required for a group; a person may have none. */
export function missingFields(contact: PartnerSecurityContact | undefined): Field[] {
  return CONTACT_FIELDS.map(([, field]) => field).filter(
    (field) => field !== "middleName" && contact?.[field] === undefined,
  );
}

/** Checks the fleet's record against the documented rules: one sentence per fault. */
export function contactAdvice({ securityContact: contact }: Pick<Partner, "securityContact">): string[] {
  if (contact === undefined) return [];
  const { email, firstName, lastName, middleName } = contact;
  const advice: string[] = [];
  if (firstName !== undefined && middleName === undefined)
    advice.push(
      "If the contact is a group, enter its name as First name and Middle name: the middle name is empty.",
    );
  if (firstName !== undefined && middleName !== undefined && middleName !== firstName)
    advice.push("If the contact is a group, enter its name as First name and Middle name: the two differ.");
  if (email !== undefined && looksPersonal(email, firstName, lastName))
    advice.push(
      `${email} looks like a personal address: Microsoft prefers a distribution list, which others can read when that person is away.`,
    );
  return advice;
}

/** Words in the names of shared mailboxes. */
const SHARED =
  /(^|[^a-z])(abuse|admins?|alerts?|cert|contact|csirt|cyber|dl|group|helpdesk|incidents?|info|infosec|it|list|msp|noc|office|oncall|on-call|operations|ops|response|sec|secops|security|service|servicedesk|siem|sirt|soc|support|teams?)([^a-z]|$)/i;

/** Returns whether an address looks personal: two names, or the contact's own. */
function looksPersonal(email: string, ...names: readonly (string | undefined)[]): boolean {
  const local = email.slice(0, email.indexOf("@")).toLowerCase();
  if (SHARED.test(local)) return false;
  const parts = local.split(/[^a-z]+/).filter((part) => part.length > 0);
  const own = names
    .map((name) => name?.toLowerCase().replace(/[^a-z]/g, ""))
    .filter((name) => name !== undefined);
  return parts.length > 1 || own.some((name) => name.length > 2 && local.includes(name));
}
