import type { ControlId } from "../../src/fleet/control-ids.ts";

/** What a page says of a control beyond the catalogue: the part of the fleet that sets it, and what goes wrong in practice. */
export interface ControlGuide {
  /** YAML below `baseline:`, as a customer may write it. */
  readonly baseline: string;
  /** The construct that declares it. */
  readonly construct: string;
  /** Sentences on what usually makes it fail, and what helps. */
  readonly hints: readonly string[];
}

export const CONTROL_GUIDES: Readonly<Record<ControlId, ControlGuide>> = {
  "security-contact": {
    baseline: `contacts: { security: { emails: [soc@fabrikam.example, it@contoso.example], phone: "+14255550100" } }
securityContact: { alertSeverity: Medium, attackPathRisk: High, notifyRoles: [Owner] }`,
    construct: "SecurityContact",
    hints: [
      "A contact of another name than `default`, or one that an old tool wrote with the API of 2017: the next deploy adopts `default` and writes it in the new shape.",
      "An address was removed in the portal: deploy again, and ask who did it; the [audit](../audit-controls.md#security-contact-as-deployed) tells of every change.",
    ],
  },
  budget: {
    baseline: "budget: { amount: 5000, actual: [50, 80, 100], forecasted: [100] }",
    construct: "Budget",
    hints: [
      "Azure refuses to create a budget that starts in a past month. A subscription that comes later says its own `budget.startMonth`.",
      "Cost Management does not know a new subscription for up to 48 hours: deploy it again after that with `--resume`.",
      "Do not move `startMonth` of a budget that exists: that deletes it and creates another.",
    ],
  },
  "service-health-alert": {
    baseline: "serviceHealth: {}",
    construct: "ServiceHealthAlert",
    hints: [
      "Somebody's own alert for a few regions or services does not count: the baseline declares one beside it.",
      "The action group of an alert has no receiver that reaches anybody: see [`action-group`](action-group.md).",
    ],
  },
  "cost-anomaly-alert": {
    baseline: "costAnomaly: {}",
    construct: "CostAnomalyAlert",
    hints: [
      "It ended a year after its last write, since nothing was deployed: plan and deploy, the alert renews itself. The [audit](../audit-controls.md#cost-anomaly-alert-end) warns 60 days before.",
      "Azure allows five such alerts to a subscription: remove one that nobody reads.",
    ],
  },
  "action-group": {
    baseline:
      "contacts: { operations: { emails: [noc@fabrikam.example], webhooks: [{ name: itsm, uri: https://hooks.fabrikam.example/azure }] } }",
    construct: "ActionGroup",
    hints: [
      "Somebody unsubscribed by the link in a mail: the resource looks the same. The [audit](../audit-controls.md#receiver-status) sees it; the person has to subscribe again.",
      "It was disabled in the portal: deploy again.",
    ],
  },
  "activity-log-alerts": {
    baseline: "activityLogAlerts: { extraOperations: [Microsoft.KeyVault/vaults/delete] }",
    construct: "ActivityLogAlerts",
    hints: [
      "An alert that is filtered by level, status or caller does not count: the baseline declares unfiltered ones beside it.",
      "Azure allows 100 activity log alerts to a subscription, and support does not raise that: remove what other tools left.",
    ],
  },
  "resource-health-alert": {
    baseline: "resourceHealth: {}",
    construct: "ResourceHealthAlert",
    hints: ["Somebody's own alert for one resource group does not count: the baseline declares one for all."],
  },
  "activity-log-export": {
    baseline: `activityLogExport:
  workspaceId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-logs/providers/Microsoft.OperationalInsights/workspaces/logs`,
    construct: "ActivityLogExport",
    hints: ["The workspace or storage account was deleted or moved: say the new id."],
  },
  "defender-plans": {
    baseline:
      "defenderPlans: { VirtualMachines: { tier: Standard, subplan: P2 }, KeyVaults: { tier: Standard } }",
    construct: "DefenderPlans",
    hints: [
      "A plan in Azure is another than the fleet says: deploy again, it is set.",
      "Taking a plan out of the fleet sets it to Free when it is deployed. Standard costs money.",
    ],
  },
  "policy-assignments": {
    baseline: "policyAssignments: true",
    construct: "PolicyAssignments",
    hints: [
      "The deploying identity needs Security Admin or Resource Policy Contributor: Contributor may not assign policies. See [Access](../access.md#the-least-roles).",
    ],
  },
};
