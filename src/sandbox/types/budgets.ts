import { type ArmError, badRequest, shown } from "../arm/error.ts";
import type { ResourceType, Write } from "../arm/resource-type.ts";
import { at, isList, isMap, type Json, type JsonMap, mapAt, textAt } from "../json.ts";
import { checkEmail, checkName, formatInstant, optionalTexts, parseInstant, requireOneOf } from "./common.ts";

/** The length in months of calendar periods. */
const GRAINS: Readonly<Record<string, number>> = { Monthly: 1, Quarterly: 3, Annually: 12 };
const EARLIEST_START = Date.UTC(2017, 5, 1);
/** Five for actual and five for forecasted cost. */
const MAX_OF_A_TYPE = 5;

/**
 * Rules: https://learn.microsoft.com/rest/api/consumption/budgets/create-or-update. Errors have the code "400", as
 * those of Cost Management.
 */
export const budgets: ResourceType = {
  type: "Microsoft.Consumption/budgets",
  scope: "subscription",
  apiVersions: ["2019-10-01", "2021-10-01", "2023-05-01", "2024-08-01"],
  hasETag: true,
  put(write) {
    const { body, name } = write;
    checkName(name, /^[-_a-zA-Z0-9]{1,63}$/, "1 to 63 letters, digits, - and _");
    requireOneOf(["Cost"], body, "properties", "category");
    const timeGrain = requireOneOf(Object.keys(GRAINS), body, "properties", "timeGrain");
    const amount = at(body, "properties", "amount");
    if (typeof amount !== "number" || amount <= 0)
      throw refuse(`Budget amount must be above zero; found ${shown(amount)}.`);
    const filter = at(body, "properties", "filter");
    if (isMap(filter)) checkFilter(filter);
    return {
      properties: {
        category: "Cost",
        amount,
        timeGrain,
        timePeriod: timePeriod(write, timeGrain),
        ...(isMap(filter) ? { filter } : {}),
        notifications: notifications(body),
        currentSpend: { amount: 0, unit: "USD" },
      },
    };
  },
  // Without the leading slash. azure-rest-api-specs, Microsoft.Consumption 2019-10-01, Budget.json
  shownId: (id) => id.slice(1),
};

function refuse(message: string): ArmError {
  return badRequest(message, "400");
}

/** One condition, or two and more in `and`. Source: azure-rest-api-specs, Microsoft.Consumption budgets, BudgetFilter. */
function checkFilter(filter: JsonMap): void {
  const { and } = filter;
  if (and === undefined || and === null) {
    checkCondition(filter);
    return;
  }
  if (!isList(and) || and.length < 2 || !and.every(isMap))
    throw refuse("Budget filter 'and' must have at least two conditions.");
  for (const condition of and) checkCondition(condition);
}

function checkCondition(condition: JsonMap): void {
  for (const kind of ["dimensions", "tags"]) {
    const comparison = condition[kind];
    if (comparison === undefined || comparison === null) continue;
    if (!isMap(comparison)) throw refuse(`Budget filter '${kind}' must be an object.`);
    if (textAt(comparison, "name") === undefined) throw refuse(`Budget filter '${kind}' needs a name.`);
    requireOneOf(["In"], comparison, "operator");
    const { values } = comparison;
    if (!isList(values) || values.length === 0 || !values.every((value) => typeof value === "string"))
      throw refuse(`Budget filter '${kind}' needs values.`);
  }
}

function timePeriod(write: Write, timeGrain: string): JsonMap {
  const { body, existing } = write;
  const given = mapAt(body, "properties", "timePeriod");
  const start = parseInstant(given["startDate"], "Budget start date");
  const current = textAt(existing?.content, "properties", "timePeriod", "startDate");
  if (current === undefined) checkNewStart(start, timeGrain, write.now);
  else if (formatInstant(start) !== current) {
    throw refuse("Start date of budgets cannot be updated. Please delete and create a new budget.");
  }
  const end =
    given["endDate"] == null ? plusMonths(start, 120) : parseInstant(given["endDate"], "Budget end date");
  if (end <= start) throw refuse("Budget end date must be after the start date.");
  return { startDate: formatInstant(start), endDate: formatInstant(end) };
}

function checkNewStart(start: Date, timeGrain: string, now: Date): void {
  if (start.getTime() !== monthOf(start).getTime()) {
    throw refuse(
      `Budget start date must be the first of a month, at midnight UTC; found ${formatInstant(start)}.`,
    );
  }
  if (start.getTime() < EARLIEST_START) throw refuse("Budget start date must be on or after June 1, 2017.");
  const months = GRAINS[timeGrain] ?? 1;
  const currentPeriod = plusMonths(monthOf(now), -(now.getUTCMonth() % months));
  if (start < currentPeriod) {
    throw refuse(
      `Budget start date ${formatInstant(start)} is before the current time grain period, which began ${formatInstant(currentPeriod)}.`,
    );
  }
  if (start > plusMonths(monthOf(now), 12)) {
    throw refuse("Budget start date must not be more than twelve months in the future.");
  }
}

function notifications(body: JsonMap): JsonMap {
  const all = Object.entries(mapAt(body, "properties", "notifications"));
  for (const type of ["Actual", "Forecasted"]) {
    const count = all.filter(([, value]) => (textAt(value, "thresholdType") ?? "Actual") === type).length;
    if (count > MAX_OF_A_TYPE)
      throw refuse(`A budget can have up to ${MAX_OF_A_TYPE} notifications of ${type} cost; found ${count}.`);
  }
  return Object.fromEntries(all.map(([key, value]) => [key, notification(key, value)]));
}

function notification(key: string, value: Json): JsonMap {
  if (!isMap(value)) throw refuse(`Notification ${shown(key)} must be an object.`);
  const operator = requireOneOf(["EqualTo", "GreaterThan", "GreaterThanOrEqualTo"], value, "operator");
  const thresholdType =
    value["thresholdType"] == null
      ? "Actual"
      : requireOneOf(["Actual", "Forecasted"], value, "thresholdType");
  const { enabled, threshold } = value;
  if (typeof threshold !== "number" || threshold <= 0 || threshold > 1000) {
    throw refuse(
      `The threshold of notification ${shown(key)} must be above 0 and at most 1000; found ${shown(threshold)}.`,
    );
  }
  const contactEmails = optionalTexts(value, "contactEmails");
  const contactRoles = optionalTexts(value, "contactRoles");
  const contactGroups = optionalTexts(value, "contactGroups");
  for (const email of contactEmails) checkEmail(email, `A contact e-mail of notification ${shown(key)}`);
  if (contactEmails.length + contactRoles.length + contactGroups.length === 0) {
    throw refuse(
      `Notification ${shown(key)} needs at least one contact e-mail, contact group or contact role.`,
    );
  }
  return {
    enabled: enabled !== false,
    operator,
    threshold,
    thresholdType,
    contactEmails,
    contactRoles,
    contactGroups,
  };
}

function monthOf(date: Date): Date {
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1));
}

function plusMonths(date: Date, months: number): Date {
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1));
}
