import { textEquals } from "../../controls/arm.ts";
import { resourcesSeen } from "../../controls/index.ts";
import { read } from "../../evidence/index.ts";
import { judgeEndings } from "./endings.ts";
import type { LiveControl } from "./live-control.ts";

const DAYS = 60;

export const costAnomalyAlertEnd: LiveControl = {
  id: "cost-anomaly-alert-end",
  title: "The cost anomaly alert outlives the next deployments",
  severity: "medium",
  required: true,
  why: "azurerm sets the alert's end to one year after its last change and never reads that date again: the alert ends without any plan showing it.",
  judgedBy: [
    `Of the enabled \`Microsoft.CostManagement/scheduledActions\` of kind InsightAlert that have not ended, the last to end does so in more than ${DAYS} days.`,
  ],
  satisfies: [],
  cannotSatisfy: [],
  check: (evidence, { today }) => {
    const alerts = resourcesSeen(evidence, "Microsoft.CostManagement/scheduledActions").filter((alert) => {
      return (
        textEquals(read(alert).get("kind"), "InsightAlert") &&
        textEquals(read(alert).get("properties").get("status"), "Enabled")
      );
    });
    const endings = alerts.map((resource) => {
      const end = read(resource).get("properties").get("schedule").get("endDate");
      return { resource, end: end.text(), path: end.path };
    });
    return judgeEndings(endings, today, {
      days: DAYS,
      what: "the cost anomaly alert",
      fix: "deploy again: every plan of a new half year renews it",
    });
  },
};
