import { budgetEnd } from "./budget-end.ts";
import { costAnomalyAlertEnd } from "./cost-anomaly-alert-end.ts";
import { duplicateServiceHealthAlerts } from "./duplicate-service-health-alerts.ts";
import type { LiveControl } from "./live-control.ts";
import { receiverStatus } from "./receiver-status.ts";
import { securityContactAsDeployed } from "./security-contact-as-deployed.ts";
import { unownedResources } from "./unowned-resources.ts";

export type { LiveControl } from "./live-control.ts";

/** The audit's controls in addition to the catalogue. */
export const LIVE_CONTROLS: readonly LiveControl[] = [
  securityContactAsDeployed,
  receiverStatus,
  costAnomalyAlertEnd,
  budgetEnd,
  unownedResources,
  duplicateServiceHealthAlerts,
];
