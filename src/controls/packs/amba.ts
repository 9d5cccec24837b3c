import { AMBA } from "../tools.ts";
import type { Standard } from "./pack.ts";

/** https://azure.github.io/azure-monitor-baseline-alerts/ */
export const amba: Standard = {
  name: "amba",
  title: "Azure Monitor Baseline Alerts, subscriptions",
  about:
    "The alerts that AMBA deploys to every subscription. The pack requires their coverage only: AMBA's own policies also compare names and properties, and rate only their own alerts as compliant.",
  tool: AMBA,
  url: "https://azure.github.io/azure-monitor-baseline-alerts/",
  rules: [
    { id: "ServiceHealthIncident", title: "An alert on service issues" },
    { id: "ServiceHealthPlannedMaintenance", title: "An alert on planned maintenance" },
    { id: "ServiceHealthAdvisoryEvent", title: "An alert on health advisories" },
    { id: "ServiceHealthSecurityIncident", title: "An alert on security advisories" },
    {
      id: "ResourceHealthUnhealthyAlert",
      title: "An alert on resources that are unhealthy",
    },
    {
      id: "Alerting-ResourceAndServiceHealth",
      title: "AMBA's own policies rate the alerts as compliant",
      cannot:
        "they require six event types, including Retirement, which azurerm cannot declare, and an action group and a resource group of their own",
    },
    {
      id: "Alerting-ServiceHealth",
      title: "AMBA's policies for a single event type rate the alerts as compliant",
      cannot:
        "AMBA deprecated this initiative and its policies Deploy_activitylog_ServiceHealth_* in favour of the built-in policy 98903777-a9f6-47f5-90a9-acaf62ab01a8, which requires names and a sixth event type",
    },
    {
      id: "alz4Subs",
      title: "The alerts are deployed to single subscriptions, for CSP and Azure Lighthouse",
      notJudged:
        "AMBA's pattern of 2026-03 deploys the alerts above where no management group can be reached, as this baseline does; use one of the two, or every event is mailed twice",
    },
    {
      id: "MonitorDisable",
      title: "A tag on the subscription switches its alerts off",
      cannot: "use an exception instead, with a reason, an approver and a last day",
    },
  ],
};
