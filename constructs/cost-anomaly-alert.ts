import { Construct } from "constructs";
import { COST_ANOMALY_ALERT } from "../src/engine/arm/index.ts";
import { type Adoptable, idOf } from "./adoptable.ts";
import { Checks, requireProps } from "./checks.ts";
import { RENEWING_SCHEDULE } from "./cost-anomaly-schedule.ts";
import { declare } from "./declare.ts";
import { checkProvider, type DeclaredBy } from "./provider.ts";

/** Settings of a `CostAnomalyAlert`. */
export interface CostAnomalyAlertProps extends DeclaredBy {
  /** The subscription's GUID. */
  readonly subscriptionId: string;
  /** E-mail addresses that are notified: 1 to 20, no duplicates. */
  readonly emails: readonly string[];
  /** The address that Azure names as the alert's contact. @default - the first of `emails` */
  readonly notificationEmail?: string;
  /** The name of the alert: 1 to 64 lower-case letters, digits and hyphens. @default "csp-baseline-cost-anomaly" */
  readonly name?: string;
  /** The name that the portal shows: 1 to 25 characters. @default "Daily cost anomaly" */
  readonly displayName?: string;
  /** The subject of the e-mail: 1 to 50 characters. @default "Azure cost anomaly detected" */
  readonly subject?: string;
  /** The text of the e-mail: 1 to 250 characters. @default - a line that changes every half year, see {@link RENEWING_MESSAGE} */
  readonly message?: string;
}

/**
 * azurerm sets the end of the alert to one year after its last create or update, and never reads that date
 * (hashicorp/terraform-provider-azurerm#25004). Without a change the alert expires unnoticed. The message therefore
 * contains the half-year of the plan. The first plan after January 1st or July 1st updates the alert, which renews it
 * at least six months before its end. The generated stack does not change.
 */
export const RENEWING_MESSAGE =
  "Declared by csp-baseline. Renewed in half-year " +
  '${formatdate("YYYY", plantimestamp())}-' +
  '${formatdate("M", plantimestamp()) > 6 ? 2 : 1}.';

/**
 * An alert that sends an e-mail when the cost of a day is unusual for this subscription, for example because a stolen
 * credential is used to mine cryptocurrency. Azure allows 5 per subscription and evaluates a day 36 hours after its
 * end. Azure Government does not offer it.
 *
 * Source: azurerm 4.55.0 `azurerm_cost_anomaly_alert`, with the stricter length limits of 5.x;
 * https://learn.microsoft.com/azure/cost-management-billing/understand/analyze-unexpected-charges
 *
 * @example
 * new CostAnomalyAlert(stack, "cost-anomaly", {
 *   subscriptionId: "00000000-0000-0000-0000-000000000001",
 *   emails: ["finops@fabrikam.example"],
 * });
 *
 * @throws {InvalidPropsError} when Azure would refuse the props
 */
export class CostAnomalyAlert extends Construct {
  /** The declared resources that may already exist, in the order of their declaration. */
  readonly adoptables: readonly Adoptable[];

  constructor(scope: Construct, id: string, props: CostAnomalyAlertProps) {
    super(scope, id);
    requireProps(this, "costAnomaly", props);
    const { displayName = "Daily cost anomaly", name = "csp-baseline-cost-anomaly" } = props;
    const { message = RENEWING_MESSAGE, subject = "Azure cost anomaly detected" } = props;
    // Set even when it is the first address: azurerm computes it once and does not update it.
    const notificationEmail = props.notificationEmail ?? props.emails?.[0] ?? "";

    const checks = new Checks("costAnomaly");
    checks.guid("subscriptionId", props.subscriptionId);
    checkProvider(checks, props.provider);
    checks.emails("emails", props.emails, 1, 20);
    checks.emails("notificationEmail", notificationEmail === "" ? [] : [notificationEmail], 0, 1);
    const form = "be lower-case letters, digits and hyphens";
    checks.text("name", name, { max: 64, pattern: /^[a-z\d-]*$/, form });
    checks.text("displayName", displayName, { max: 25 });
    checks.text("subject", subject, { max: 50 });
    checks.text("message", message, { max: 250 });
    checks.done(this);

    const { emails, provider, subscriptionId } = props;
    const declared = declare(
      this,
      "Resource",
      COST_ANOMALY_ALERT,
      {
        name,
        parent: { subscriptionId },
        kind: "InsightAlert",
        properties: {
          displayName,
          notification: { to: emails, subject, message },
          notificationEmail,
          schedule: { frequency: "Daily", ...RENEWING_SCHEDULE },
          status: "Enabled",
          viewId: `/subscriptions/${subscriptionId}/providers/Microsoft.CostManagement/views/${ANOMALIES}`,
        },
      },
      provider,
    );
    this.adoptables = [declared];
  }

  /** The alert's ARM id, as a reference. */
  get costAnomalyAlertId(): string {
    return idOf(this.adoptables);
  }
}

/** The built-in view of unusual costs in Azure. */
const ANOMALIES = "ms:DailyAnomalyByResourceGroup";
