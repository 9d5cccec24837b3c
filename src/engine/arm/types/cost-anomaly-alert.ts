import { AzurermCostAnomalyAlert } from "#engine";
import type { ArmType } from "../arm-type.ts";
import { inSetOrder } from "../set-order.ts";
import { subscriptionIdOf } from "./in-group.ts";

/** The properties of a cost anomaly alert. */
export interface CostAnomalyAlertProperties {
  readonly displayName: string;
  readonly notification: {
    readonly to: readonly string[];
    readonly subject: string;
    readonly message: string;
  };
  readonly notificationEmail: string;
  /** azurerm has no arguments for dates: each write sets the end to one year later. */
  readonly schedule: {
    readonly frequency: "Daily";
    readonly startDate: string;
    readonly endDate: string;
  };
  readonly status: "Enabled";
  readonly viewId: string;
}

/** Source of the arguments: azurerm 4.55.0. */
export const COST_ANOMALY_ALERT: ArmType<CostAnomalyAlertProperties> = {
  type: "Microsoft.CostManagement/scheduledActions",
  azurerm: {
    type: AzurermCostAnomalyAlert.tfResourceType,
    declare: (scope, id, { name, parent, properties }) =>
      new AzurermCostAnomalyAlert(scope, id, {
        name,
        displayName: properties.displayName,
        subscriptionId: subscriptionIdOf(parent),
        emailAddresses: [...properties.notification.to],
        emailSubject: properties.notification.subject,
        notificationEmail: properties.notificationEmail,
        message: properties.notification.message,
      }),
  },
  inAzurermOrder: ({ notification, ...properties }) => ({
    ...properties,
    notification: { ...notification, to: inSetOrder(notification.to, (address) => address) },
  }),
};
