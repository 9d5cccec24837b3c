import { badRequest, shown } from "../arm/error.ts";
import type { ResourceType } from "../arm/resource-type.ts";
import { type JsonMap, mapAt, textAt } from "../json.ts";
import { checkEmail, checkName, optionalTexts, parseInstant, requireOneOf, requireText } from "./common.ts";

const KINDS = ["Email", "InsightAlert"];
const FREQUENCIES = ["Daily", "Weekly", "Monthly"];
const MAX_RECIPIENTS = 20;
/** https://learn.microsoft.com/azure/cost-management-billing/understand/analyze-unexpected-charges */
const MAX_ANOMALY_ALERTS = 5;

/**
 * Cost anomaly alerts and mailed cost views. `schedule.endDate` ends an alert silently: its status is Expired from then
 * on. https://learn.microsoft.com/rest/api/cost-management/scheduled-actions
 */
export const scheduledActions: ResourceType = {
  type: "Microsoft.CostManagement/scheduledActions",
  scope: "subscription",
  apiVersions: ["2022-10-01", "2023-03-01", "2023-08-01", "2023-11-01", "2024-08-01", "2025-03-01"],
  hasETag: true,
  put({ body, existing, name, siblings, subscriptionId }) {
    checkName(name, /^[a-zA-Z\d-]{1,64}$/, "1 to 64 letters, digits and -");
    const kind = requireOneOf(KINDS, body, "kind");
    const anomalies = siblings.filter(({ content }) => content["kind"] === "InsightAlert").length;
    if (kind === "InsightAlert" && existing === undefined && anomalies >= MAX_ANOMALY_ALERTS) {
      throw badRequest(`A subscription has at most ${MAX_ANOMALY_ALERTS} anomaly alert rules.`);
    }
    const { fileDestination, notificationEmail } = mapAt(body, "properties");
    return {
      kind,
      properties: {
        displayName: requireText(body, "properties", "displayName"),
        fileDestination: fileDestination ?? { fileFormats: [] },
        notification: notification(body),
        ...(notificationEmail === undefined ? {} : { notificationEmail }),
        schedule: schedule(body),
        scope: `subscriptions/${subscriptionId}`,
        status: requireOneOf(["Enabled", "Disabled"], body, "properties", "status"),
        viewId: requireText(body, "properties", "viewId"),
      },
    };
  },
  show(content, { now }) {
    const properties = mapAt(content, "properties");
    const end = Date.parse(textAt(properties, "schedule", "endDate") ?? "");
    const status = end <= now.getTime() ? "Expired" : (properties["status"] ?? "Enabled");
    return { ...content, properties: { ...properties, status } };
  },
  // azure-rest-api-specs, Microsoft.CostManagement 2023-08-01, scheduledAction-createOrUpdate-shared.json
  shownId: (id) => id.slice(1),
  shownType: "Microsoft.CostManagement/ScheduledActions",
};

function notification(body: JsonMap): JsonMap {
  const to = optionalTexts(body, "properties", "notification", "to");
  if (to.length === 0 || to.length > MAX_RECIPIENTS) {
    throw badRequest(
      `'properties.notification.to' must have 1 to ${MAX_RECIPIENTS} addresses; found ${to.length}.`,
    );
  }
  for (const email of to) checkEmail(email, "'properties.notification.to'");
  const subject = requireText(body, "properties", "notification", "subject");
  if (subject.length > 70)
    throw badRequest(`The subject must be 1 to 70 characters; found ${shown(subject)}.`);
  const message = textAt(body, "properties", "notification", "message") ?? "";
  if (message.length > 250) throw badRequest("The message must be at most 250 characters.");
  return { to, subject, message };
}

function schedule(body: JsonMap): JsonMap {
  const given = mapAt(body, "properties", "schedule");
  requireOneOf(FREQUENCIES, given, "frequency");
  const start = parseInstant(given["startDate"], "The schedule's start date");
  const end = parseInstant(given["endDate"], "The schedule's end date");
  if (end <= start) throw badRequest("The schedule's end date must be after its start date.");
  return given;
}
