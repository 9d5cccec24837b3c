import { type ArmResource, describe, type Evidence, read } from "../evidence/index.ts";
import { listed, plain } from "../text/wording.ts";
import { notifiesWorkingReceiver } from "./action-groups.ts";
import { AlertConditions } from "./alert-conditions.ts";
import { processingOf } from "./alert-processing-rules.ts";
import { comparableId, subscriptionScope, switchedOn } from "./arm.ts";
import {
  type CannotTell,
  isCannotTell,
  resourcesSeen,
  someCertain,
  unknownJudgement,
} from "./cannot-tell.ts";
import type { Judgement } from "./control.ts";
import { type Complaint, type Criterion, evaluate, merge } from "./criteria.ts";
import { label } from "./label.ts";

export const ACTIVITY_LOG_ALERTS = "Microsoft.Insights/activityLogAlerts";

/** The events that must fire an activity log alert. */
export interface Watch {
  /** The activity log's category: `ServiceHealth`. */
  readonly category: string;
  /** The event types, operations or states to watch. */
  readonly wanted: readonly string[];
  /** The noun phrase after "no working alert covers": `(missing) => "Service Health events of type Security"`. */
  readonly name: (missing: readonly string[]) => string;
  /** Whether the conditions cover this item of `wanted`. */
  readonly covers: (conditions: AlertConditions, wanted: string) => boolean;
  /** The fields whose conditions exclude some of the wanted events. */
  readonly narrowing: (conditions: AlertConditions) => readonly string[];
  /** The parameter of the fleet that requires the alert. */
  readonly parameter: readonly string[];
  readonly success: string;
}

interface Appraisal {
  readonly alert: ArmResource;
  readonly covers: readonly string[];
  readonly complaints: readonly Complaint[];
  readonly open: readonly CannotTell[];
}

/**
 * Judges the combined coverage of all alerts of the subscription. An alert counts when it is enabled, has exactly this
 * subscription as scope, is not filtered, and notifies an action group with a working receiver.
 *
 * @param today `YYYY-MM-DD`
 */
export function judgeAlerts(evidence: Evidence, watch: Watch, today: string): Judgement {
  const alerts = resourcesSeen(evidence, ACTIVITY_LOG_ALERTS);
  const appraisals = alerts.flatMap((alert) => appraise(evidence, alert, watch, today) ?? []);
  const sound = appraisals.filter(({ complaints, open }) => complaints.length === 0 && open.length === 0);
  const missing = without(watch.wanted, sound);
  if (missing.length === 0) {
    const [only] = sound;
    const about = sound.length === 1 && only !== undefined ? { resource: describe(only.alert) } : {};
    return { ...about, status: "pass", message: watch.success };
  }
  const undecided = appraisals.filter(({ complaints, open }) => complaints.length === 0 && open.length > 0);
  const [doubt] = undecided.flatMap(({ alert, open }) => open.map((error) => ({ alert, error })));
  if (doubt !== undefined && without(missing, undecided).length === 0) {
    return { resource: describe(doubt.alert), ...unknownJudgement(doubt.error) };
  }
  const flawed = appraisals.filter(({ complaints, covers }) => {
    return complaints.length > 0 && missing.some((wanted) => covers.includes(wanted));
  });
  return failure(watch, missing, flawed);
}

function without(wanted: readonly string[], appraisals: readonly Appraisal[]): string[] {
  return wanted.filter((one) => !appraisals.some(({ covers }) => covers.includes(one)));
}

function failure(watch: Watch, missing: readonly string[], flawed: readonly Appraisal[]): Judgement {
  const [first] = flawed;
  const complaint = first === undefined ? undefined : merge(first.complaints);
  return {
    ...(first === undefined ? {} : { resource: describe(first.alert) }),
    parameter: watch.parameter,
    ...complaint,
    status: "fail",
    message: [`no working alert covers ${watch.name(missing)}`, ...reasons(flawed)].join("; "),
    // A short list is repeated; a long one stands in the message.
    fix:
      complaint?.fix ??
      `declare an alert for ${missing.length > 2 ? "all of these" : watch.name(missing)} on the subscription`,
  };
}

/** Returns why alerts about the missing events do not count: the first three reasons, each with all its alerts. */
function reasons(flawed: readonly Appraisal[]): string[] {
  const byReason = new Map<string, string[]>();
  for (const { alert, complaints } of flawed) {
    const reason = merge(complaints)?.message ?? "";
    byReason.set(reason, [...(byReason.get(reason) ?? []), label(alert)]);
  }
  return [...byReason]
    .slice(0, 3)
    .map(([reason, alerts]) => `not counted: ${listed(alerts)}, because ${reason}`);
}

/** Evaluates one alert against the wanted events; `undefined` when it is about something else. */
function appraise(
  evidence: Evidence,
  alert: ArmResource,
  watch: Watch,
  today: string,
): Appraisal | undefined {
  const { covers, narrowing, open } = subject(alert, watch);
  if (covers.length === 0) return undefined;
  const findings = evaluate([
    enabled(alert),
    scoped(evidence, alert),
    () => unnarrowed(narrowing()),
    notifies(evidence, alert, watch, today),
  ]);
  return { alert, covers, complaints: findings.complaints, open: [...open, ...findings.open] };
}

interface Subject {
  readonly covers: readonly string[];
  readonly narrowing: () => readonly string[];
  readonly open: readonly CannotTell[];
}

/** Returns the events that the alert covers; all wanted ones, as open, where its conditions are unknown. */
function subject(alert: ArmResource, watch: Watch): Subject {
  try {
    const conditions = new AlertConditions(alert);
    const relevant = conditions.names("category", watch.category);
    const covers = relevant ? watch.wanted.filter((one) => watch.covers(conditions, one)) : [];
    return { covers, narrowing: () => watch.narrowing(conditions), open: [] };
  } catch (error) {
    if (!isCannotTell(error)) throw error;
    return { covers: watch.wanted, narrowing: () => [], open: [error] };
  }
}

function enabled(alert: ArmResource): Criterion {
  return () => {
    if (switchedOn(read(alert).get("properties").get("enabled"))) return undefined;
    return { message: "it is disabled", path: "properties.enabled", fix: "enable the alert" };
  };
}

function scoped(evidence: Evidence, alert: ArmResource): Criterion {
  return () => {
    const scopes = read(alert).get("properties").get("scopes").texts();
    const wanted = subscriptionScope(evidence.subscriptionId);
    if (scopes.length > 0 && scopes.every((scope) => comparableId(scope) === wanted)) return undefined;
    const found = scopes.length === 0 ? "nothing" : listed(scopes.map((scope) => plain(scope)));
    return {
      message: `its scope is ${found}, not exactly this subscription`,
      path: "properties.scopes",
      fix: `set its one scope to ${wanted}`,
    };
  };
}

function unnarrowed(fields: readonly string[]): Complaint | undefined {
  if (fields.length === 0) return undefined;
  return {
    message: `it is filtered by ${listed(fields.map(filterName))}`,
    path: "properties.condition",
    fix: "remove the filter",
  };
}

/** Returns the common name of a filter field for ARM's name of it. */
export function filterName(field: string): string {
  const lower = field.toLowerCase();
  if (lower.endsWith(".regionname")) return "regions";
  if (lower.endsWith(".servicename")) return "services";
  return plain(field);
}

/**
 * Requires that its own action groups, or those that alert processing rules add, have a working receiver, and that no
 * rule removes them.
 */
function notifies(evidence: Evidence, alert: ArmResource, { category }: Watch, today: string): Criterion {
  return () => {
    const rules = processingOf(evidence, { alert, category }, today);
    const [removing] = rules.removing;
    if (removing !== undefined) {
      return {
        message: `the alert processing rule ${label(removing)} removes its action groups`,
        path: "properties.actions.actionGroups",
        fix: "remove that rule, or restrict it to the alerts it is meant for",
      };
    }
    const own = read(alert).get("properties").get("actions").get("actionGroups").items();
    const references = [...own.map((one) => one.get("actionGroupId")), ...rules.added];
    const isNotified = someCertain(references, (reference) => notifiesWorkingReceiver(evidence, reference));
    const [doubt] = isNotified ? rules.maybeRemoving : rules.maybeAdding;
    if (doubt !== undefined) throw doubt;
    if (isNotified) return undefined;
    const at = { path: "properties.actions.actionGroups", fix: "notify an action group with a receiver" };
    const message =
      references.length === 0 ? "it has no action group" : "its action group has no working receiver";
    return { ...at, message };
  };
}
