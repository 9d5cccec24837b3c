import { ACTIVITY_LOG_ALERTS, judgeAlerts } from "./alert-coverage.ts";
import { asked, ownControl } from "./own-control.ts";
import {
  APRL,
  AZURE_POLICY,
  CHECKLIST,
  CIS,
  KICS,
  PROWLER,
  PSRULE,
  rules,
  STEAMPIPE,
  unsatisfied,
} from "./tools.ts";
import { listed } from "./wording.ts";
import { hasNo } from "./words.ts";

const EVENTS = ["Incident", "Maintenance", "Informational", "ActionRequired", "Security"];
const EVENT = "properties.incidentType";

export const serviceHealthAlert = ownControl({
  id: "service-health-alert",
  title: "Azure's own incidents and security advisories reach the partner",
  severity: "high",
  required: true,
  why:
    "Azure tells of its incidents, maintenance and security advisories per subscription, and only to those who asked for it. " +
    "A security advisory that nobody receives is a breach that nobody looks into.",
  judgedBy: [
    "All enabled alerts of category ServiceHealth whose one scope is this very subscription count together, wherever they are located.",
    `Together they cover ${EVENTS.join(", ")}. An alert without an event filter covers all of them; a filter may be a leaf or an anyOf.`,
    "An alert with a condition on anything else (regions, services, status) is narrowed and covers nothing.",
    "An alert counts only when one of its action groups is enabled and has a receiver that reaches somebody. One in another subscription cannot be seen and gives unknown; one that the stack or Azure does not have is a failure.",
  ],
  satisfies: [
    {
      tool: PSRULE,
      id: "AZR-000211",
      url: "https://azure.github.io/PSRule.Rules.Azure/en/rules/Azure.Monitor.ServiceHealth/",
    },
    ...rules(CIS, "6.1.2.11"),
    ...rules(STEAMPIPE, "monitor_log_alert_service_health"),
    ...rules(CHECKLIST, "ALZ F01.11", "AVS D01.04"),
  ],
  cannotSatisfy: [
    ...unsatisfied(
      "it wants six event types, with Retirement, which azurerm cannot declare, and its own action group",
      rules(AZURE_POLICY, "98903777-a9f6-47f5-90a9-acaf62ab01a8"),
    ),
    ...unsatisfied(
      "it reads only leaf conditions, while azurerm writes event types as an anyOf",
      rules(PROWLER, "monitor_alert_service_health_exists"),
    ),
    ...unsatisfied(
      "it calls every alert with an event filter unverified",
      rules(APRL, "9729c89d-8118-41b4-a39b-e12468fa872b"),
    ),
    {
      tool: KICS,
      id: "f677bd92-3922-4e75-8f0c-2c0f8fbc9609",
      url: "https://docs.kics.io/latest/queries/terraform-queries/azure/f677bd92-3922-4e75-8f0c-2c0f8fbc9609",
      reason:
        "it asks only of subscriptions that Terraform reads as a data source, and compares the scope with that reference",
    },
  ],
  words: hasNo("Service Health alert"),
  judges: { [ACTIVITY_LOG_ALERTS]: "the Service Health alert" },
  needs: ["action-group"],
  askedBy: {
    "cis-6": asked("6.1.2.11"),
    psrule: asked("AZR-000211"),
    amba: asked(
      "ServiceHealthIncident",
      "ServiceHealthPlannedMaintenance",
      "ServiceHealthAdvisoryEvent",
      "ServiceHealthSecurityIncident",
    ),
  },
  guide: {
    baseline: "serviceHealth: {}",
    construct: "ServiceHealthAlert",
    hints: [
      "Somebody's own alert for a few regions or services does not count: the baseline declares one beside it.",
      "The action group of an alert has no receiver that reaches anybody: see [`action-group`](action-group.md).",
    ],
  },
  check: (evidence, { today }) =>
    judgeAlerts(
      evidence,
      {
        category: "ServiceHealth",
        wanted: EVENTS,
        name: (missing) => `Service Health events of type ${listed(missing)}`,
        covers: (conditions, event) => conditions.allows(EVENT, event),
        narrowing: ({ fields }) =>
          fields.filter((field) => !["category", EVENT.toLowerCase()].includes(field.toLowerCase())),
        parameter: ["serviceHealth"],
        success: "somebody is told of all Service Health events",
      },
      today,
    ),
});
