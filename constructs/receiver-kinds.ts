/** The kinds of receivers of an action group that share their names, besides e-mail addresses. */
export const RECEIVER_KINDS = [
  "webhooks",
  "sms",
  "voice",
  "appPush",
  "roles",
  "logicApps",
  "functions",
  "eventHubs",
  "runbooks",
  "itsm",
] as const;
export type ReceiverKind = (typeof RECEIVER_KINDS)[number];

/** The members that a ticket of an ITSM receiver needs. Source: azurerm 4.55.0, `itsm_receiver`. */
const TICKET_MEMBERS = ["PayloadRevision", "WorkItemType"];

/** The form of the ticket of an ITSM receiver, for messages. */
export const TICKET_FORM = `be a JSON object with ${TICKET_MEMBERS.join(" and ")}`;

/** Whether the text describes the ticket of an ITSM receiver. */
export function isTicket(text: string): boolean {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return false;
  }
  return (
    typeof parsed === "object" &&
    parsed !== null &&
    TICKET_MEMBERS.every((member) => Object.hasOwn(Object(parsed), member))
  );
}
