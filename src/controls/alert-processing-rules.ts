import { type ArmResource, type Cursor, type Evidence, read } from "../evidence/index.ts";
import { dayOf } from "../text/days.ts";
import { comparableId, subscriptionScope, switchedOn, textEquals } from "./arm.ts";
import { OutOfSightError, resourcesSeen } from "./cannot-tell.ts";
import { label } from "./label.ts";

const ALERT_PROCESSING_RULES = "Microsoft.AlertsManagement/actionRules";

/** The properties of a firing alert that the filters of processing rules compare. */
export interface FiringAlert {
  readonly alert: ArmResource;
  /** The category of the activity log: `Administrative`, `ResourceHealth`. */
  readonly category: string;
}

/** The effect of alert processing rules on an alert of any resource of the subscription. */
export interface Processing {
  /** Rules that always remove all its action groups. */
  readonly removing: readonly ArmResource[];
  /** Rules that may remove them, or remove them at certain times, each with the reason why the result is unknown. */
  readonly maybeRemoving: readonly OutOfSightError[];
  /** References to the action groups that rules always add. */
  readonly added: readonly Cursor[];
  /** Rules that may add action groups, each with the reason why the result is unknown. */
  readonly maybeAdding: readonly OutOfSightError[];
}

const NONE: Processing = { removing: [], maybeRemoving: [], added: [], maybeAdding: [] };

/**
 * Returns the effect of the subscription's alert processing rules on an alert. Only rules on the whole subscription
 * count: a rule on a resource group or a resource, or with a filter on target resources, affects a part of the alert's
 * targets. Rules do not apply to Service Health. If one rule removes and another adds action groups, the removal wins.
 *
 * Source: https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-processing-rules and azure-rest-api-specs,
 * Microsoft.AlertsManagement, alertProcessingRules 2021-08-08 and actionRules 2019-05-05-preview.
 *
 * @param today `YYYY-MM-DD`
 * @throws {OutOfSightError} where the source could not read the rules
 */
export function processingOf(evidence: Evidence, firing: FiringAlert, today: string): Processing {
  if (firing.category.toLowerCase() === "servicehealth") return NONE;
  const found = {
    removing: [] as ArmResource[],
    maybeRemoving: [] as OutOfSightError[],
    added: [] as Cursor[],
    maybeAdding: [] as OutOfSightError[],
  };
  for (const rule of resourcesSeen(evidence, ALERT_PROCESSING_RULES)) {
    const properties = read(rule).get("properties");
    const { adds, removes } = actionsOf(properties);
    if ((!removes && adds.length === 0) || !isEnabled(properties)) continue;
    if (!isOnSubscription(properties, evidence.subscriptionId)) continue;
    const matches = matchesAlert(properties, {
      ...firing,
      subscription: subscriptionScope(evidence.subscriptionId),
    });
    const when = scheduleOf(properties, today);
    if (matches === "no" || matches === "some" || when === "never") continue;
    const isCertain = matches === "yes" && when === "always";
    if (removes && isCertain) found.removing.push(rule);
    else if (removes) found.maybeRemoving.push(uncertain(rule, "removes all action groups", when));
    if (isCertain) found.added.push(...adds);
    else if (adds.length > 0) found.maybeAdding.push(uncertain(rule, "adds action groups", when));
  }
  return found;
}

function uncertain(rule: ArmResource, does: string, when: When): OutOfSightError {
  const limit =
    when === "always"
      ? "where its filter matches, which cannot be evaluated"
      : "at the times of its schedule";
  return new OutOfSightError(`the alert processing rule ${label(rule)} ${does} ${limit}`);
}

function isEnabled(properties: Cursor): boolean {
  // The API of 2019 has a status instead.
  return switchedOn(properties.get("enabled")) && !textEquals(properties.get("status"), "Disabled");
}

interface Actions {
  readonly removes: boolean;
  readonly adds: readonly Cursor[];
}

function actionsOf(properties: Cursor): Actions {
  const actions = properties.get("actions").items();
  const legacyGroup = properties.get("actionGroupId");
  const isLegacyAdding =
    textEquals(properties.get("type"), "ActionGroup") && legacyGroup.text() !== undefined;
  return {
    removes:
      actions.some((action) => textEquals(action.get("actionType"), "RemoveAllActionGroups")) ||
      textEquals(properties.get("type"), "Suppression"),
    adds: [
      ...actions
        .filter((action) => textEquals(action.get("actionType"), "AddActionGroups"))
        .flatMap((action) => action.get("actionGroupIds").items()),
      ...(isLegacyAdding ? [legacyGroup] : []),
    ],
  };
}

function isOnSubscription(properties: Cursor, subscriptionId: string): boolean {
  const scopes = [...properties.get("scopes").texts(), ...properties.get("scope").get("values").texts()];
  return scopes.some((scope) => pathOf(scope) === subscriptionScope(subscriptionId));
}

/**
 * Returns an ARM id in lower case with one slash before each segment: callers omit the first slash or add one at the
 * end.
 */
function pathOf(id: string): string {
  return `/${comparableId(id)
    .split("/")
    .filter((segment) => segment !== "")
    .join("/")}`;
}

/** An alert with the scope of its subscription in lower case. */
interface Candidate extends FiringAlert {
  readonly subscription: string;
}

/** `some`: matches on some resources only; `open`: cannot be evaluated. */
type Match = "yes" | "no" | "some" | "open";

/**
 * Severity and signal of all activity log alerts.
 * https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-common-schema
 */
const FIXED: Readonly<Record<string, string>> = {
  severity: "Sev4",
  monitorcondition: "Fired",
  signaltype: "Log",
};
/** The fields about the resource of the alert. A filter that excludes some resources may still match nearly all. */
const TARGETS: readonly string[] = ["targetresource", "targetresourcetype", "targetresourcegroup"];
const SUBSCRIPTION_TYPE = "microsoft.resources/subscriptions";
const NAMING: readonly string[] = ["equals", "contains"];
/** The names of the firing services in filters. */
const SERVICES: Readonly<Record<string, string>> = {
  administrative: "ActivityLog Administrative",
  resourcehealth: "Resource Health",
};

/** Evaluates all conditions against the alert. */
function matchesAlert(properties: Cursor, firing: Candidate): Match {
  const found = conditionsOf(properties).map(([field, condition]) => matchesOne(field, condition, firing));
  return (["no", "some", "open"] as const).find((one) => found.includes(one)) ?? "yes";
}

/** Reads the conditions: a list in the API of 2021, a map by field in that of 2019. */
function conditionsOf(properties: Cursor): [string, Cursor][] {
  const conditions = properties.get("conditions");
  const listed = conditions.items();
  if (listed.length > 0) return listed.map((one) => [one.get("field").text() ?? "", one]);
  return conditions.entries().filter(([, one]) => one.exists());
}

function matchesOne(field: string, condition: Cursor, { alert, category, subscription }: Candidate): Match {
  const name = field.toLowerCase();
  const own: Readonly<Record<string, string | undefined>> = {
    ...FIXED,
    monitorservice: SERVICES[category.toLowerCase()],
    alertrulename: read(alert).get("name").text(),
    alertruleid: read(alert).get("id").text(),
  };
  const value = Object.hasOwn(own, name) ? own[name] : undefined;
  const wanted = condition.get("values").texts();
  const operator = condition.get("operator").text()?.toLowerCase() ?? "";
  if (wanted.length === 0) return "open";
  if (TARGETS.includes(name)) return matchesTargets(name, operator, wanted, subscription);
  if (value === undefined) return "open";
  const plain = plainName(value);
  const others = wanted.map(plainName);
  switch (operator) {
    case "equals":
      return others.includes(plain) ? "yes" : "no";
    case "notequals":
      return others.includes(plain) ? "no" : "yes";
    case "contains":
      return others.some((other) => plain.includes(other)) ? "yes" : "no";
    case "doesnotcontain":
      return others.some((other) => plain.includes(other)) ? "no" : "yes";
    default:
      return "open";
  }
}

/** Evaluates a filter on target resources: `some`, unless a value fits all targets or the subscription itself. */
function matchesTargets(
  name: string,
  operator: string,
  wanted: readonly string[],
  subscription: string,
): Match {
  if (!NAMING.includes(operator)) return "open";
  const inAll = name === "targetresourcetype" ? "microsoft." : `${subscription}/resourcegroups/`;
  const values = wanted.map((one) => one.toLowerCase());
  if (operator === "contains" && values.some((one) => inAll.includes(one))) return "yes";
  const isWhole = values.some((one) => pathOf(one) === subscription || one === SUBSCRIPTION_TYPE);
  return isWhole ? "open" : "some";
}

/** Removes the hyphen that the portal writes: `ActivityLog - Administrative` is `ActivityLog Administrative`. */
function plainName(text: string): string {
  return text.toLowerCase().replace(/ - /g, " ").trim();
}

type When = "always" | "never" | "at times";

/** Evaluates the schedule. A past window has no effect; a future, open or recurring one is active at times. */
function scheduleOf(properties: Cursor, today: string): When {
  const legacy = properties.get("suppressionConfig");
  const recurrence = legacy.get("recurrenceType").text();
  if (recurrence !== undefined && recurrence.toLowerCase() !== "always") return "at times";
  const schedule = properties.get("schedule");
  const from = dayOf(schedule.get("effectiveFrom").text());
  const until = dayOf(schedule.get("effectiveUntil").text());
  if (until !== undefined && until < today) return "never";
  if (schedule.get("recurrences").items().length > 0) return "at times";
  return until !== undefined || (from !== undefined && from > today) ? "at times" : "always";
}
