import type { Partner } from "../../fleet/index.ts";
import { isUnread, type ObservedRegistration, type PartnerObservations } from "../observations.ts";
import { FRAUD_EVENT, isOwnEvent } from "../partner-center/webhook-registration.ts";
import { isAtAddress } from "../webhook/registration-change.ts";
import type { DutyJudgement } from "./judgement.ts";

const SHOW = "csp-baseline partner webhook show";

/** Judges Partner Center's registration, and the undelivered events in the receiver's journal. */
export function judgeWebhook(
  partner: Partner,
  { webhookJournal: journal, webhookRegistration: registration }: PartnerObservations,
): DutyJudgement {
  const location = partner.locate(["partner", "webhook", "url"]);
  const parts = [judgeJournal(journal), judgeRegistration(partner.webhook?.url, registration)];
  const worst =
    parts.find((part) => part?.status === "fail") ?? parts.find((part) => part?.status === "unknown");
  if (worst !== undefined) return { location, ...worst };
  const message = parts.flatMap((part) => part?.message ?? []).join("; ");
  return { location, status: "pass", message };
}

function judgeJournal(journal: PartnerObservations["webhookJournal"]): DutyJudgement | undefined {
  if (journal === undefined) return undefined;
  if (isUnread(journal)) return { status: "unknown", message: journal.unread };
  const { dead, pending, unreadable } = journal;
  if (dead + unreadable > 0) {
    const files = unreadable === 0 ? "" : `, ${unreadable} files cannot be read`;
    return {
      status: "fail",
      message: `${dead} ${dead === 1 ? "event of the webhook" : "events of the webhook"} reached no receiver (dead letters)${files}`,
      fix: "see why with csp-baseline partner webhook journal, then add --retry",
    };
  }
  return { status: "pass", message: `the journal has no dead letter, and ${pending} pending` };
}

function judgeRegistration(
  own: string | undefined,
  registration: ObservedRegistration | PartnerObservations["webhookRegistration"],
): DutyJudgement | undefined {
  if (own === undefined) return undefined;
  if (registration === undefined || isUnread(registration)) {
    const reason = registration === undefined ? "Partner Center was not read" : registration.unread;
    return { status: "unknown", message: `not observed: ${reason}`, fix: "run csp-baseline audit --partner" };
  }
  const { address, events } = registration;
  if (address === undefined) {
    return {
      status: "fail",
      message: "no webhook is registered with Partner Center",
      fix: "csp-baseline partner webhook register --url URL",
    };
  }
  if (!isAtAddress(address, own)) {
    return {
      status: "fail",
      message: `Partner Center posts to ${address}, not to the fleet's ${own}`,
      fix: `find out which system registered it: ${SHOW}`,
    };
  }
  if (!events.includes(FRAUD_EVENT)) {
    return {
      status: "fail",
      message: `${FRAUD_EVENT} is not among the registered events`,
      fix: "csp-baseline partner webhook register --url URL adds it",
    };
  }
  const foreign = events.filter((event) => !isOwnEvent(event));
  const more = foreign.length === 0 ? "" : `, and for ${foreign.length} of another system`;
  return { status: "pass", message: `registered for ${FRAUD_EVENT}${more}` };
}
