import type { Expectation } from "../../../src/controls/index.ts";
import { Email } from "../../../src/fleet/scalars.ts";

const emails = (address: string) => ({ emails: [Email.parse(address)] });

/** The expectation for all shapes of the comparison: the defaults, with one address for each contact. */
export const EXPECTATION: Expectation = {
  today: "2026-12-10",
  baseline: {
    location: "westeurope",
    resourceGroup: "rg-csp-baseline",
    tags: { "managed-by": "csp-baseline" },
    contacts: {
      security: emails("soc@fabrikam.example"),
      billing: emails("finops@fabrikam.example"),
      operations: { ...emails("noc@fabrikam.example"), webhooks: [] },
    },
    securityContact: {
      api: "azapi",
      alertSeverity: "Medium",
      attackPathRisk: "High",
      notifyRoles: ["Owner"],
    },
    budget: { amount: 1000, actual: [80, 100], forecasted: [100] },
    costAnomaly: {},
    serviceHealth: {},
    resourceHealth: {},
    activityLogAlerts: { extraOperations: [] },
    activityLogExport: false,
    defenderPlans: false,
    policyAssignments: false,
    packs: [],
    custom: {},
  },
};
