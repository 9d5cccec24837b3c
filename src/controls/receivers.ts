import { type ArmResource, type Cursor, read } from "../evidence/index.ts";
import { isAddress, sameAddress } from "./addresses.ts";
import { says, switchedOn } from "./arm.ts";
import { someKnown } from "./cannot-tell.ts";

/**
 * The receivers that reach somebody, with what each must say for it. `armRoleReceivers` is not among them: it
 * mails only users of the customer's own directory who hold the role at the subscription, never the partner's
 * delegated staff.
 *
 * Source: azure-rest-api-specs, Microsoft.Insights actionGroups 2023-01-01.
 */
const RECEIVERS: Readonly<Record<string, (receiver: Cursor) => boolean>> = {
  emailReceivers: (receiver) =>
    subscribed(receiver) && isAddress(receiver.get("emailAddress").exactText() ?? ""),
  smsReceivers: (receiver) => subscribed(receiver) && hasNumber(receiver),
  voiceReceivers: hasNumber,
  webhookReceivers: (receiver) => isHttps(receiver.get("serviceUri").text()),
  azureAppPushReceivers: (receiver) => isAddress(receiver.get("emailAddress").text() ?? ""),
  itsmReceivers: (receiver) => receiver.get("connectionId").text() !== undefined,
  automationRunbookReceivers: (receiver) => receiver.get("automationAccountId").text() !== undefined,
  logicAppReceivers: (receiver) => receiver.get("resourceId").text() !== undefined,
  azureFunctionReceivers: (receiver) => receiver.get("functionAppResourceId").text() !== undefined,
  eventHubReceivers: (receiver) => receiver.get("eventHubName").text() !== undefined,
};

/** Whether the action group is enabled and at least one of its receivers reaches somebody. */
export function reachesSomebody(group: ArmResource): boolean {
  const properties = read(group).get("properties");
  if (!switchedOn(properties.get("enabled"))) return false;
  return someKnown(Object.entries(RECEIVERS), ([list, reaches]) => {
    return someKnown(properties.get(list).items(), reaches);
  });
}

/** Whether the action group mails this address; of a disabled group too. */
export function mails(group: ArmResource, address: string): boolean {
  return someKnown(read(group).get("properties").get("emailReceivers").items(), (receiver) => {
    return sameAddress(receiver.get("emailAddress").exactText() ?? "", address) && subscribed(receiver);
  });
}

/** Whether the action group calls this webhook; of a disabled group too. */
export function calls(group: ArmResource, uri: string): boolean {
  return someKnown(read(group).get("properties").get("webhookReceivers").items(), (receiver) => {
    return receiver.get("serviceUri").exactText() === uri.trim();
  });
}

/**
 * Azure's `status` of a receiver, which only it can tell: a mail or SMS receiver that unsubscribed is
 * `Disabled`, and `NotSpecified` is not on either.
 */
function subscribed(receiver: Cursor): boolean {
  const status = receiver.get("status");
  return !says(status, "Disabled") && !says(status, "NotSpecified");
}

function hasNumber(receiver: Cursor): boolean {
  const number = `${receiver.get("countryCode").text() ?? ""}${receiver.get("phoneNumber").text() ?? ""}`;
  return number.replace(/\D/g, "").length >= 7;
}

function isHttps(uri: string | undefined): boolean {
  return uri !== undefined && /^https:\/\/[^/\s]+/i.test(uri) && URL.canParse(uri);
}
