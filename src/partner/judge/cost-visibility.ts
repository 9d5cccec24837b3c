import type { Partner } from "../../fleet/index.ts";
import { isUnread, type PartnerObservations } from "../observations.ts";
import type { DutyJudgement } from "./judgement.ts";

const SHOWN = 10;

/** Judges whether users of every customer see their costs. */
export function judgeCostVisibility(
  partner: Partner,
  { costVisibility: found }: PartnerObservations,
): DutyJudgement {
  const location = partner.locate(["partner", "costVisibility"]);
  const fix = "csp-baseline partner cost-visibility shows each, and --set allowed sets it";
  if (found === undefined || isUnread(found)) {
    const reason = found === undefined ? "the billing account was not read" : found.unread;
    return {
      location,
      status: "unknown",
      message: `not observed: ${reason}`,
      fix: "run csp-baseline audit --partner",
    };
  }
  const { customers, hidden, notRead } = found;
  if (hidden.length > 0) {
    const message = `${hidden.length} of ${customers} customers do not see their costs: ${named(hidden)}`;
    return { location, status: "fail", message, fix };
  }
  if (notRead.length > 0) {
    const message = `of ${notRead.length} of ${customers} customers it could not be read: ${named(notRead)}`;
    return { location, status: "unknown", message, fix };
  }
  return { location, status: "pass", message: `users of all ${customers} customers see their costs` };
}

function named(keys: readonly string[]): string {
  const more = keys.length > SHOWN ? ` and ${keys.length - SHOWN} more` : "";
  return `${keys.slice(0, SHOWN).join(", ")}${more}`;
}
