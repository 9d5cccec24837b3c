import { z } from "zod";
import type { Judgement } from "../controls/index.ts";
import { jsonSchemaText } from "../text/json-schema.ts";
import { type FleetAlert, isOpen, judgeAlerts } from "./alerts.ts";
import { type ResponseTime, responseTime } from "./response-time.ts";

/** The schema's name in `csp-baseline partner alerts --format json`. */
const ALERTS_SCHEMA = "csp-baseline/partner-alerts/v1";
const ALERTS_CONTROL = "partner-alerts-answered";

/** The API that was read: Graph's alerts, or the older fraud events. */
export type AlertsSource = "graph" | "fraud-events";

const text = (description: string) => z.string().describe(description);
const nullable = (description: string) => z.string().nullable().describe(description);

const Alert = z
  .object({
    id: text("As Microsoft has it."),
    alertType: text("Open: new types come without notice."),
    severity: text("informational, low, medium, high, or one that is not known yet."),
    status: text("active, investigating, resolved, or one that is not known yet."),
    displayName: nullable("Microsoft's title."),
    description: nullable("Microsoft's text."),
    confidenceLevel: nullable("low, medium, high, or one that is not known yet."),
    detected: nullable("An instant, ISO 8601."),
    lastObserved: nullable("An instant, ISO 8601."),
    resolvedReason: nullable("legitimate, fraud or ignore; null while it is not resolved."),
    resolvedBy: nullable("Who resolved it."),
    resolvedOn: nullable("An instant, ISO 8601."),
    isTest: z.boolean().describe("Whether it is a test alert, which does not count."),
    overdue: z.boolean().describe("Open (active, or under investigation) for more than 24 hours."),
    ageHours: z.int().min(0).nullable().describe("Whole hours since it was detected."),
    subscriptionId: nullable("In lower case."),
    customerTenantId: nullable("In lower case."),
    managed: z.boolean().describe("Whether the subscription is in the fleet."),
    customer: nullable("The customer's key in the fleet."),
    customerName: nullable("The customer's display name in the fleet."),
    subscriptionName: nullable("Unique within the customer."),
    resellerTenantId: nullable("The tenant of the indirect reseller, in lower case."),
    resellerName: nullable("The indirect reseller, as the fleet names it.").optional(),
    resellerMail: z.array(z.string()).describe("The reseller's contact, from the fleet.").optional(),
    mail: z
      .array(z.string())
      .describe(
        "The security contact of the subscription's baseline. Microsoft mails such alerts to Admin agents, not to it.",
      ),
    affectedResources: z
      .array(z.object({ id: text("ARM's id."), type: nullable("ARM's type.") }))
      .describe("The affected resources."),
  })
  .meta({ id: "Alert" });

const count = (description: string) => z.int().min(0).describe(description);

const AlertsReportSchema = z
  .object({
    schema: z
      .literal(ALERTS_SCHEMA)
      .describe("The format and its version. Later versions of v1 only add keys."),
    generatedAt: z.string().meta({ format: "date-time", description: "An instant, UTC." }),
    source: z.enum(["graph", "fraud-events"]).describe("The API that was read."),
    control: z
      .object({
        id: z.literal(ALERTS_CONTROL).describe("The control that is judged."),
        status: z.enum(["pass", "fail", "unknown"]).describe("unknown: the control could not be judged."),
        message: text("One sentence."),
        fix: text("The remedy.").exactOptional(),
      })
      .meta({ id: "Control" }),
    summary: z
      .object({
        alerts: count("All that were listed."),
        active: count("Active alerts, without tests."),
        open: count("Alerts that are active or under investigation, without tests."),
        overdue: count("Open alerts that are older than 24 hours."),
        unmanaged: count("Listed alerts whose subscription is not in the fleet."),
      })
      .meta({ id: "Summary" }),
    responseTime: z
      .object({
        resolved: count("Alerts that were resolved in the past 30 days."),
        averageHours: z
          .number()
          .nullable()
          .describe("From detection to resolution; null where there is none."),
        ifAnsweredNowHours: z
          .number()
          .nullable()
          .describe("The average if all open alerts are resolved now."),
        answerWithinHours: z
          .number()
          .nullable()
          .describe(
            "The time within which all open alerts must be resolved to keep the average at 24; negative: too late.",
          ),
      })
      .nullable()
      .describe("As Microsoft measures it; null where not all alerts were listed.")
      .meta({ id: "ResponseTime" }),
    alerts: z
      .array(Alert)
      .describe("The overdue first, longest unanswered first; then open, then resolved ones."),
  })
  .meta({ id: "PartnerAlertsReport" });

export type AlertsReport = z.output<typeof AlertsReportSchema>;

/**
 * Returns the report of `--format json`.
 * @param alerts as returned by `joinFleet`
 * @param isWhole whether these are all alerts: the response time of a part is unknown
 */
export function alertsReport(
  alerts: readonly FleetAlert[],
  source: AlertsSource,
  now: Date,
  isWhole = true,
): AlertsReport {
  const active = alerts.filter(({ isTest, status }) => status === "active" && !isTest);
  return {
    schema: ALERTS_SCHEMA,
    generatedAt: now.toISOString(),
    source,
    control: controlOf(judgeAlerts(alerts, now)),
    summary: {
      alerts: alerts.length,
      active: active.length,
      open: alerts.filter(isOpen).length,
      overdue: alerts.filter(({ overdue }) => overdue).length,
      unmanaged: alerts.filter(({ managed }) => !managed).length,
    },
    responseTime: isWhole ? timeOf(responseTime(alerts, now)) : null,
    alerts: alerts.map(entryOf),
  };
}

function timeOf({
  answerWithin,
  average,
  ifAnsweredNow,
  resolved,
}: ResponseTime): AlertsReport["responseTime"] {
  const rounded = (value: number | undefined) => (value === undefined ? null : Math.round(value * 10) / 10);
  return {
    resolved,
    averageHours: rounded(average),
    ifAnsweredNowHours: rounded(ifAnsweredNow),
    answerWithinHours: rounded(answerWithin),
  };
}

function controlOf({ fix, message, status }: Judgement): AlertsReport["control"] {
  return { id: ALERTS_CONTROL, status, message, ...(fix === undefined ? {} : { fix }) };
}

function entryOf(alert: FleetAlert): AlertsReport["alerts"][number] {
  const { alertType, id, isTest, managed, overdue, severity, status } = alert;
  return {
    id,
    alertType,
    severity,
    status,
    displayName: alert.displayName ?? null,
    description: alert.description ?? null,
    confidenceLevel: alert.confidenceLevel ?? null,
    detected: alert.detected ?? null,
    lastObserved: alert.lastObserved ?? null,
    resolvedReason: alert.resolvedReason ?? null,
    resolvedBy: alert.resolvedBy ?? null,
    resolvedOn: alert.resolvedOn ?? null,
    isTest,
    overdue,
    ageHours: alert.ageHours ?? null,
    subscriptionId: alert.subscriptionId ?? null,
    customerTenantId: alert.customerTenantId ?? null,
    managed,
    customer: alert.customer ?? null,
    customerName: alert.customerName ?? null,
    subscriptionName: alert.subscriptionName ?? null,
    resellerTenantId: alert.resellerTenantId ?? alert.reseller?.tenantId ?? null,
    ...(alert.reseller === undefined
      ? {}
      : { resellerName: alert.reseller.name, resellerMail: [...alert.reseller.emails] }),
    mail: [...alert.mail],
    affectedResources: alert.affectedResources.map(({ id: resource, type }) => ({
      id: resource,
      type: type ?? null,
    })),
  };
}

/** The JSON Schema (draft 2020-12) for `schema/partner-alerts.json`; readers should allow for more keys. */
export function alertsJsonSchema(): string {
  return jsonSchemaText(AlertsReportSchema);
}
