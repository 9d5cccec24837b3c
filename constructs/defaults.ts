/** What the constructs declare and the fleet fills in where no value is given: one statement, which its schema and pages read too. */
export const DEFAULTS = {
  /** The resource group of the action group and the alerts. */
  resourceGroup: "rg-csp-baseline",
  tags: { "managed-by": "csp-baseline" },
  securityContact: {
    api: "azapi",
    /** The lowest severity of an alert that is mailed. */
    alertSeverity: "Medium",
    /** The lowest risk level of an attack path that is mailed. */
    attackPathRisk: "High",
    notifyRoles: ["Owner"],
  },
  /** Percents of the budget's amount. */
  budget: { actual: [50, 80, 100], forecasted: [100] },
} as const;
