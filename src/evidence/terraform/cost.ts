import { isList, Unknown, type Value } from "../value.ts";
import {
  attribute,
  block,
  blocks,
  joined,
  keyed,
  mapBlocks,
  orDefault,
  renamed,
  subscriptionScopeOf,
} from "./attributes.ts";
import type { Mapper } from "./mapper.ts";

export const consumptionBudgetSubscription: Mapper = (values, scope) => {
  const name = attribute(values, "name");
  const filter = block(values, "filter");
  return {
    type: "Microsoft.Consumption/budgets",
    apiVersion: "2019-10-01",
    name,
    id: joined(
      subscriptionScopeOf(attribute(values, "subscription_id"), scope),
      "/providers/Microsoft.Consumption/budgets/",
      name,
    ),
    properties: {
      category: "Cost",
      amount: attribute(values, "amount"),
      timeGrain: orDefault(attribute(values, "time_grain"), "Monthly"),
      timePeriod: renamed(block(values, "time_period"), { start_date: "startDate", end_date: "endDate" }),
      notifications: notifications(values),
      ...(filter === null ? {} : { filter: armFilter(filter) }),
    },
  };
};

/** Converts a filter: dimensions first, then tags. Azure expects a single condition without a list. */
function armFilter(filter: Value): Value {
  const conditions = (name: string, armName: string) =>
    mapBlocks(filter, name, (item) => ({
      [armName]: {
        name: attribute(item, "name"),
        operator: orDefault(attribute(item, "operator"), "In"),
        values: attribute(item, "values"),
      },
    }));
  const dimensions = conditions("dimension", "dimensions");
  const tags = conditions("tag", "tags");
  if (!isList(dimensions)) return dimensions;
  if (!isList(tags)) return tags;
  const [first, ...others] = [...dimensions, ...tags];
  // The effect of a block without conditions is known only to Azure.
  return first === undefined ? filter : others.length === 0 ? first : { and: [first, ...others] };
}

/** Keys notifications by type, operator and threshold, as Azure does: the last of equal ones is used. */
function notifications(values: Value): Value {
  const found = blocks(values, "notification");
  if (found instanceof Unknown) return found;
  return keyed(
    found.map((item, index) => {
      const thresholdType = orDefault(attribute(item, "threshold_type"), "Actual");
      const operator = attribute(item, "operator");
      const threshold = attribute(item, "threshold");
      const known = [thresholdType, operator, threshold].every((part) => !(part instanceof Unknown));
      const percent = typeof threshold === "number" ? threshold.toFixed(6) : String(threshold);
      const key = known ? `${thresholdType}_${operator}_${percent}_Percent` : `unknown_${index}`;
      return [
        key,
        {
          enabled: orDefault(attribute(item, "enabled"), true),
          operator,
          threshold,
          thresholdType,
          contactEmails: orDefault(attribute(item, "contact_emails"), []),
          contactGroups: orDefault(attribute(item, "contact_groups"), []),
          contactRoles: orDefault(attribute(item, "contact_roles"), []),
        },
      ] as const;
    }),
  );
}

export const costAnomalyAlert: Mapper = (values, scope) => {
  const name = attribute(values, "name");
  const subscription = subscriptionScopeOf(attribute(values, "subscription_id"), scope);
  return {
    type: "Microsoft.CostManagement/scheduledActions",
    apiVersion: "2023-08-01",
    name,
    id: joined(subscription, "/providers/Microsoft.CostManagement/scheduledActions/", name),
    kind: "InsightAlert",
    properties: {
      displayName: attribute(values, "display_name"),
      notification: renamed(values, { email_addresses: "to", email_subject: "subject", message: "message" }),
      notificationEmail: attribute(values, "notification_email"),
      // azurerm writes these itself, and never reads the end date back.
      schedule: { frequency: "Daily" },
      status: "Enabled",
      viewId: joined(
        subscription,
        "/providers/Microsoft.CostManagement/views/ms:DailyAnomalyByResourceGroup",
      ),
    },
  };
};
