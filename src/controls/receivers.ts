import { type ArmResource, type Cursor, read } from "../evidence/index.ts";
import { isAddress, sameAddress } from "./addresses.ts";
import { switchedOn, textEquals } from "./arm.ts";
import { someCertain } from "./cannot-tell.ts";

/**
 * The types of receivers that count, each with the test of a working receiver. `armRoleReceivers` is not included: it
 * mails only users of the customer's own directory with the role at the subscription, never the partner's delegated
 * staff.
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

/** Reports whether the action group is enabled and has at least one working receiver. */
export function hasWorkingReceiver(group: ArmResource): boolean {
  const properties = read(group).get("properties");
  if (!switchedOn(properties.get("enabled"))) return false;
  return someCertain(Object.entries(RECEIVERS), ([list, reaches]) => {
    return someCertain(properties.get(list).items(), reaches);
  });
}

/** Reports whether the action group, enabled or not, mails this address. */
export function mails(group: ArmResource, address: string): boolean {
  return someCertain(read(group).get("properties").get("emailReceivers").items(), (receiver) => {
    return sameAddress(receiver.get("emailAddress").exactText() ?? "", address) && subscribed(receiver);
  });
}

/** Reports whether the action group, enabled or not, calls this webhook. */
export function calls(group: ArmResource, uri: string): boolean {
  return someCertain(read(group).get("properties").get("webhookReceivers").items(), (receiver) => {
    return receiver.get("serviceUri").exactText() === uri.trim();
  });
}

/**
 * Reads Azure's `status` of a receiver, which only Azure shows: `Disabled` is a mail or SMS receiver that unsubscribed,
 * and `NotSpecified` is not active either.
 */
function subscribed(receiver: Cursor): boolean {
  const status = receiver.get("status");
  return !textEquals(status, "Disabled") && !textEquals(status, "NotSpecified");
}

function hasNumber(receiver: Cursor): boolean {
  const number = `${receiver.get("countryCode").text() ?? ""}${receiver.get("phoneNumber").text() ?? ""}`;
  return number.replace(/\D/g, "").length >= 7;
}

function isHttps(uri: string | undefined): boolean {
  return uri !== undefined && /^https:\/\/[^/\s]+/i.test(uri) && URL.canParse(uri);
}
