import { isAddress, sameAddress } from "../../controls/addresses.ts";
import { switchedOn, textEquals } from "../../controls/arm.ts";
import { type Expectation, resourcesSeen } from "../../controls/index.ts";
import { type ArmResource, type Cursor, describe, read } from "../../evidence/index.ts";
import { listed, plain } from "../../text/wording.ts";
import type { LiveControl } from "./live-control.ts";
import { carriesTags } from "./tags.ts";

const RECEIVERS = ["emailReceivers", "smsReceivers"];

export const receiverStatus: LiveControl = {
  id: "receiver-status",
  title: "The receivers of alerts have not unsubscribed",
  severity: "high",
  required: true,
  why: "Every alert mail has an unsubscribe link, and Azure sends no mail to an address that was never confirmed. The code of the action group does not show it.",
  judgedBy: [
    "Every mail and SMS receiver with a status is Enabled: in enabled action groups that carry the baseline's tags, and of the fleet's own addresses in any other. Disabled means unsubscribed, NotSpecified not confirmed.",
  ],
  satisfies: [],
  cannotSatisfy: [],
  check: (evidence, expected) => {
    const groups = resourcesSeen(evidence, "Microsoft.Insights/actionGroups").filter((group) => {
      return switchedOn(read(group).get("properties").get("enabled"));
    });
    const receivers = groups.flatMap((group) => statuses(group, expected));
    if (receivers.length === 0) return undefined;
    const off = receivers.filter(({ status }) => !textEquals(status, "Enabled"));
    const [first] = off;
    if (first === undefined) return { status: "pass", message: "every receiver of alerts is enabled" };
    const shown = off.map(
      ({ receiver, status }) => `${receiverName(receiver)} is ${plain(status.text() ?? "", 40)}`,
    );
    return {
      status: "fail",
      message: `the receiver ${listed(shown)}`,
      resource: describe(first.group),
      path: first.status.path,
      fix: "enable the receiver: az monitor action-group enable-receiver, or the link in Azure's confirmation mail",
    };
  },
};

function statuses(group: ArmResource, { baseline }: Expectation) {
  const own = carriesTags(group, baseline);
  const { billing, operations, security } = baseline.contacts;
  const addresses = [...billing.emails, ...operations.emails, ...security.emails];
  const counts = (receiver: Cursor) => {
    const address = receiver.get("emailAddress").text() ?? "";
    return own || addresses.some((one) => sameAddress(one, address));
  };
  return RECEIVERS.flatMap((list) => read(group).get("properties").get(list).items())
    .filter((receiver) => receiver.get("status").exists() && counts(receiver))
    .map((receiver) => ({ group, receiver, status: receiver.get("status") }));
}

/** Returns the receiver's address or name; phone numbers are not shown. */
function receiverName(receiver: Cursor): string {
  const address = receiver.get("emailAddress").text() ?? "";
  return isAddress(address) ? address : plain(receiver.get("name").text() ?? "without a name", 60);
}
