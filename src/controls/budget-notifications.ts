import { type Cursor, type Evidence, read } from "../evidence/index.ts";
import { listed, quote } from "../text/wording.ts";
import { notifiesWorkingReceiver, referredGroup } from "./action-groups.ts";
import { isAddress, sameAddress } from "./addresses.ts";
import { switchedOn, textEquals } from "./arm.ts";
import { someCertain } from "./cannot-tell.ts";
import type { Expectation } from "./control.ts";
import type { Criterion } from "./criteria.ts";
import { mails } from "./receivers.ts";

const FIRING = ["GreaterThan", "GreaterThanOrEqualTo"];

type Kind = "actual" | "forecasted";

/** Returns the criteria for a budget's notifications, a map whose keys have no meaning. */
export function notificationCriteria(
  evidence: Evidence,
  notifications: Cursor,
  expected: Expectation,
): Criterion[] {
  const { billing } = expected.baseline.contacts;
  const enabled = () => notifications.entries().filter(([, one]) => switchedOn(one.get("enabled")));
  const namesOf = (entries: readonly [string, Cursor][]) => listed(entries.map(([name]) => quote(name)));
  const at = { path: notifications.path };
  const received: Criterion = () => {
    const silent = enabled().filter(([, one]) => !hasRecipient(evidence, one));
    if (silent.length === 0) return undefined;
    const message = `its notification ${namesOf(silent)} has no working recipient`;
    const parameter = ["contacts", "billing", "emails"];
    return { ...at, message, parameter, fix: "give every notification a recipient" };
  };
  const firing: Criterion = () => {
    const exact = enabled().filter(([, one]) => !fires(one));
    if (exact.length === 0) return undefined;
    const message = `its notification ${namesOf(exact)} fires only at the exact amount`;
    return { ...at, message, fix: "use the operator GreaterThanOrEqualTo" };
  };
  const covered = (kind: Kind, highest: number): Criterion => {
    return () => {
      const counting = enabled().filter(([, one]) => counts(one, kind, highest));
      if (counting.length === 0) {
        const message = `no enabled notification of ${kind} cost at ${highest} percent or below`;
        return { ...at, message, parameter: ["budget", kind], fix: `notify of ${kind} cost` };
      }
      const unreached = billing.emails.filter((email) => {
        return !someCertain(counting, ([, one]) => reachesAddress(evidence, one, email));
      });
      if (unreached.length === 0) return undefined;
      const message = `its notifications of ${kind} cost do not reach ${listed(unreached)}`;
      const parameter = ["contacts", "billing", "emails"];
      return { ...at, message, parameter, fix: "add contacts.billing.emails of the fleet as recipients" };
    };
  };
  const highestForecast = Math.max(100, ...expected.baseline.budget.forecasted);
  return [received, firing, covered("actual", 100), covered("forecasted", highestForecast)];
}

function counts(notification: Cursor, kind: Kind, highest: number): boolean {
  const threshold = notification.get("threshold").number();
  const type = notification.get("thresholdType");
  // Older API versions have no type: they support actual cost only.
  const ofKind = textEquals(type, kind) || (kind === "actual" && !type.exists());
  return ofKind && threshold !== undefined && threshold <= highest;
}

function fires(notification: Cursor): boolean {
  return FIRING.some((operator) => textEquals(notification.get("operator"), operator));
}

function hasRecipient(evidence: Evidence, notification: Cursor): boolean {
  return someCertain<() => boolean>(
    [
      () => someCertain(notification.get("contactEmails").items(), (email) => isAddress(email.text() ?? "")),
      () => notification.get("contactRoles").texts().length > 0,
      () =>
        someCertain(notification.get("contactGroups").items(), (group) =>
          notifiesWorkingReceiver(evidence, group),
        ),
    ],
    (test) => test(),
  );
}

function reachesAddress(evidence: Evidence, notification: Cursor, address: string): boolean {
  return someCertain<() => boolean>(
    [
      () =>
        someCertain(notification.get("contactEmails").items(), (email) =>
          sameAddress(email.text() ?? "", address),
        ),
      () =>
        someCertain(notification.get("contactGroups").items(), (reference) => {
          const group = referredGroup(evidence, reference);
          return (
            group !== undefined &&
            switchedOn(read(group).get("properties").get("enabled")) &&
            mails(group, address)
          );
        }),
    ],
    (test) => test(),
  );
}
