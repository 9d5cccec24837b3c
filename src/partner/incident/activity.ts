import { member, textMember } from "../../text/json.ts";
import { cut, oneLine } from "../../text/visible.ts";
import type { TimelineEntry } from "./report.ts";

/** Operations that return a secret, set one, or run code in a machine. */
const CREDENTIAL =
  /\/(?:list(?:keys|secrets|credentials?|connectionstrings|accountsas|servicesas|cluster(?:admin|user|monitoringuser)credential)|regeneratekeys?|runcommand|resetpassword)\/action$|\/(?:federatedidentitycredentials|accesspolicies|secrets|authorizationrules)\/write$/i;
const ROLE =
  /^microsoft\.authorization\/(?:roleassignments|roledefinitions|roleeligibilityschedulerequests|roleassignmentschedulerequests)\//i;
const DEPLOYMENT = /^microsoft\.resources\/deployments\/write$/i;
const TENANT = "http://schemas.microsoft.com/identity/claims/tenantid";

/** The caller of a change in a subscription. */
export interface Caller {
  /** A user's name: `alice@contoso.example`. */
  readonly user: string;
  /** The user's tenant, in lower case; undefined if the log does not contain it. */
  readonly tenantId: string | undefined;
}

export interface ReadActivity {
  readonly entries: readonly TimelineEntry[];
  /** Users without duplicates; applications are not included. */
  readonly callers: readonly Caller[];
}

/**
 * Sorts Azure's activity log: one entry for each operation, which the log shows at its start and at its end. It does
 * not contain reads. https://learn.microsoft.com/azure/azure-monitor/platform/activity-log-schema
 */
export function readActivity(events: readonly unknown[]): ReadActivity {
  const entries = new Map<string, TimelineEntry>();
  const callers = new Map<string, Caller>();
  for (const event of events) {
    const entry = entryOf(event);
    if (entry === undefined) continue;
    const id = textMember(event, "correlationId") ?? textMember(event, "eventDataId") ?? entry.at;
    const key = [id, entry.what.replace(/, failed$/, ""), entry.resource].join("\n").toLowerCase();
    const known = entries.get(key);
    const isEarlier = known === undefined || entry.at < known.at;
    // The end tells whether it failed; the start has the time.
    const what = [known?.what, entry.what].find((one) => one?.endsWith(", failed")) ?? entry.what;
    entries.set(key, { ...(isEarlier ? entry : known), what });
    if (entry.who?.includes("@") === true) {
      const tenantId = textMember(member(event, "claims"), TENANT)?.toLowerCase();
      callers.set(entry.who.toLowerCase(), { user: entry.who, tenantId });
    }
  }
  return { entries: [...entries.values()], callers: [...callers.values()] };
}

function entryOf(event: unknown): TimelineEntry | undefined {
  const operation = cut(oneLine(textMember(member(event, "operationName"), "value") ?? ""), 200);
  const at = Date.parse(textMember(event, "eventTimestamp") ?? "");
  if (!/\/(?:write|delete|action)$/i.test(operation) || Number.isNaN(at)) return undefined;
  const status = textMember(member(event, "status"), "value") ?? "";
  return {
    at: new Date(at).toISOString(),
    kind: kindOf(operation),
    what: /^failed$/i.test(status) ? `${operation}, failed` : operation,
    who: shown(textMember(event, "caller")),
    address: shown(textMember(member(event, "httpRequest"), "clientIpAddress")),
    resource: shown(textMember(event, "resourceId"), 500),
    source: "activity-log",
  };
}

function kindOf(operation: string): TimelineEntry["kind"] {
  if (ROLE.test(operation)) return "role-assignment";
  if (CREDENTIAL.test(operation)) return "credential";
  if (DEPLOYMENT.test(operation)) return "deployment";
  return /\/delete$/i.test(operation) ? "deletion" : "change";
}

/** Returns one line of external text; null if there is none. */
export function shown(text: string | undefined, max = 200): string | null {
  const line = cut(oneLine(text ?? ""), max);
  return line === "" ? null : line;
}
