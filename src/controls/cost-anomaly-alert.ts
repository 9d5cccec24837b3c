import { renewingDayOn } from "../../constructs/cost-anomaly-schedule.ts";
import { type Cursor, type Evidence, read, sameName, UnknownValueError } from "../evidence/index.ts";
import { dayOf, daysBetween, hasEnded } from "../text/days.ts";
import { quote } from "../text/wording.ts";
import { recipientComplaint } from "./addresses.ts";
import { comparableId, subscriptionScope, textEquals } from "./arm.ts";
import { atSubscription } from "./at-subscription.ts";
import { resourcesSeen } from "./cannot-tell.ts";
import type { Expectation } from "./control.ts";
import { anyOf, type Criterion } from "./criteria.ts";
import { label } from "./label.ts";
import { asked, ownControl } from "./own-control.ts";
import { CHECKLIST, rules } from "./tools.ts";
import { hasNo } from "./words.ts";

const SCHEDULED_ACTIONS = "Microsoft.CostManagement/scheduledActions";
const LATEST_START = 31;
const VIEW = "ms:DailyAnomalyByResourceGroup";

export const costAnomalyAlert = ownControl({
  id: "cost-anomaly-alert",
  title: "A day of unusual cost is noticed",
  severity: "medium",
  required: true,
  why:
    "A budget detects a month's cost that is too high, and an anomaly alert a day's cost that is unusual. " +
    "A coin miner on a small subscription is visible days before a budget threshold.",
  judgedBy: [
    "At least one `Microsoft.CostManagement/scheduledActions` of kind InsightAlert is Enabled.",
    `Its view is \`${VIEW}\` of this subscription, and it runs daily.`,
    "All its recipients are e-mail addresses and include every address of the fleet's `contacts.billing.emails`.",
    "Its schedule has not ended, where the evidence shows the end: azurerm writes one year and never reads it, so only Azure shows it.",
  ],
  satisfies: [...rules(CHECKLIST, "Cost C05.02")],
  cannotSatisfy: [],
  words: hasNo("cost anomaly alert"),
  judges: { [SCHEDULED_ACTIONS]: "the cost anomaly alert" },
  askedBy: { "partner-2025": asked("guidance: anomalous usage") },
  guide: {
    baseline: "costAnomaly: {}",
    construct: "CostAnomalyAlert",
    hints: [
      "It ended one year after its last write, because nothing was deployed since: plan and deploy, which renews it. The [audit](../audit-controls.md#cost-anomaly-alert-end) warns 60 days before.",
      "Azure allows five such alerts in a subscription: remove an unused one.",
    ],
  },
  check: (evidence, expected) => {
    // Scheduled reports have the same type and are not candidates.
    const alerts = resourcesSeen(evidence, SCHEDULED_ACTIONS).filter(({ kind }) => {
      return typeof kind !== "string" || sameName(kind, "InsightAlert");
    });
    return anyOf(
      {
        message: "the subscription has no cost anomaly alert",
        parameter: ["costAnomaly"],
        fix: "declare a cost anomaly alert",
      },
      alerts.map((resource) => ({
        resource,
        criteria: [atSubscription(evidence, resource), ...criteria(read(resource), evidence, expected)],
        success: `${label(resource)} mails the fleet's billing addresses`,
      })),
    );
  },
});

function criteria(alert: Cursor, evidence: Evidence, { baseline, today }: Expectation): Criterion[] {
  const properties = alert.get("properties");
  const schedule = properties.get("schedule");
  const to = properties.get("notification").get("to");
  return [
    () => {
      if (textEquals(alert.get("kind"), "InsightAlert")) return undefined;
      return { message: "its kind is not InsightAlert", path: "kind", fix: "set kind to InsightAlert" };
    },
    () => {
      const status = properties.get("status");
      if (textEquals(status, "Enabled")) return undefined;
      const found = quote(status.text() ?? "");
      return { message: `its status is ${found}, not Enabled`, path: status.path, fix: "enable the alert" };
    },
    () => {
      const view = properties.get("viewId");
      if (watchesAnomalies(view.text() ?? "", evidence.subscriptionId)) return undefined;
      const message = `its view ${quote(view.text() ?? "")} is not ${VIEW} of this subscription`;
      return { message, path: view.path, fix: `set the view to ${VIEW}` };
    },
    () => {
      const parameter = ["contacts", "billing", "emails"];
      return recipientComplaint(to.texts(), {
        wanted: baseline.contacts.billing.emails,
        path: to.path,
        parameter,
      });
    },
    () => {
      const frequency = schedule.get("frequency");
      if (!frequency.exists() || textEquals(frequency, "Daily")) return undefined;
      return { message: "it does not run daily", path: frequency.path, fix: "set the frequency to Daily" };
    },
    () => {
      const scope = properties.get("scope");
      const written = comparableId(scope.text() ?? "").replace(/^\/*/, "/");
      if (!scope.exists() || written === subscriptionScope(evidence.subscriptionId)) return undefined;
      return {
        message: `its scope is ${quote(scope.text() ?? "")} and not this subscription`,
        path: scope.path,
        fix: "leave the scope out",
      };
    },
    () => {
      const start = dayOf(dateOf(schedule.get("startDate"), today));
      if (start === undefined || daysBetween(today, start) <= LATEST_START) return undefined;
      return {
        message: `it starts on ${start}, in more than ${LATEST_START} days`,
        path: `${schedule.path}.startDate`,
        fix: "leave the start out, or start it today",
      };
    },
    () => {
      const end = dateOf(schedule.get("endDate"), today);
      if (!hasEnded(end, today)) return undefined;
      return {
        message: `it ended on ${quote(end ?? "")}: an anomaly alert ends one year after its last renewal`,
        path: `${schedule.path}.endDate`,
        fix: "deploy again, which renews it",
      };
    },
  ];
}

/** Returns a date of the schedule. The construct's own expressions evaluate to the half-year of the plan. */
function dateOf(date: Cursor, today: string): string | undefined {
  try {
    return date.text();
  } catch (error) {
    const day = error instanceof UnknownValueError ? renewingDayOn(error.waitsFor, today) : undefined;
    if (day === undefined) throw error;
    return day;
  }
}

function watchesAnomalies(viewId: string, subscriptionId: string): boolean {
  const id = comparableId(viewId);
  const elsewhere =
    id.startsWith("/subscriptions/") && !id.startsWith(`${subscriptionScope(subscriptionId)}/`);
  return !elsewhere && id.endsWith(`/${VIEW.toLowerCase()}`);
}
