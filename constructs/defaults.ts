/** Defaults of the constructs and of fleets. The fleet's schema and the pages read them from here. */
export const DEFAULTS = {
  /** The resource group of the action group and the alerts. */
  resourceGroup: "rg-csp-baseline",
  /** The name of the action group. */
  actionGroup: "ag-csp-baseline",
  tags: { "managed-by": "csp-baseline" },
  securityContact: {
    api: "azapi",
    /** The lowest severity of an alert that is mailed. */
    alertSeverity: "Medium",
    /** The lowest risk level of an attack path that is mailed. */
    attackPathRisk: "High",
    notifyRoles: ["Owner"],
  },
  /** Percentages of the budget's amount. */
  budget: { actual: [50, 80, 100], forecasted: [100] },
} as const;
