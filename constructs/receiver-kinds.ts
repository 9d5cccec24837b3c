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
