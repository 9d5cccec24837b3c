import { AMBA } from "../tools.ts";
import type { Standard } from "./pack.ts";

/** https://azure.github.io/azure-monitor-baseline-alerts/ */
export const amba: Standard = {
  name: "amba",
  title: "Azure Monitor Baseline Alerts, subscriptions",
  about:
    "The alerts that AMBA gives every subscription. They are asked for by what they notify of: AMBA's own policies also compare names and shapes, and call nothing compliant that they did not make.",
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
      title: "AMBA's own policies call the alerts compliant",
      cannot:
        "they want six event types, with Retirement, which azurerm cannot declare, and an action group and a resource group of their own",
    },
    {
      id: "MonitorDisable",
      title: "A tag on the subscription switches its alerts off",
      cannot: "here an exception takes its place, with a reason, an approver and a day on which it ends",
    },
  ],
};
