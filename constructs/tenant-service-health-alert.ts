import { Construct } from "constructs";
import {
  type AlertCondition,
  anyOf,
  SERVICE_HEALTH_LISTS,
  TENANT_ACTIVITY_LOG_ALERT,
  type TenantActivityLogAlertProperties,
} from "../src/engine/arm/index.ts";
import { type Adoptable, idOf } from "./adoptable.ts";
import { checkTexts } from "./alert-filters.ts";
import { SERVICE_HEALTH_EVENTS, type ServiceHealthEvent } from "./alert-values.ts";
import { Checks, requireProps } from "./checks.ts";
import { declareByAzapi } from "./declare.ts";
import { MANAGEMENT_GROUP } from "./management-group.ts";
import { checkProvider, type ProviderChoice } from "./provider.ts";

/** Settings of a `TenantServiceHealthAlert`. */
export interface TenantServiceHealthAlertProps {
  /**
   * The provider that declares the other resources. azapi declares this one in any case: only `apiVersions` has an effect.
   *
   * @default - azapi, with the tested API version
   */
  readonly provider?: ProviderChoice;
  /** The GUID of the Entra tenant whose events notify. */
  readonly tenantId: string;
  /**
   * ARM ids of the action groups to notify: 1 to 5, each in a subscription of the tenant. The rule itself is in no
   * subscription.
   */
  readonly actionGroupIds: readonly string[];
  /**
   * The id (not the display name) of the management group that stores the rule: 1 to 90 letters, digits, hyphens,
   * underscores, periods and parentheses. The rule notifies of events of the whole tenant wherever it is stored.
   *
   * @default - the tenant's root management group, whose id is the tenant's GUID
   */
  readonly managementGroup?: string;
  /** The name of the rule: 1 to 260 letters, digits, hyphens, underscores, periods and parentheses. @default "csp-baseline-tenant-service-health" */
  readonly name?: string;
  /** The kinds of events that notify: at least one, no duplicates. @default - all, also kinds that Azure adds */
  readonly events?: readonly ServiceHealthEvent[];
  /** Names of regions as Service Health writes them, such as `Global`: 1 to 100, no duplicates. @default - all */
  readonly regions?: readonly string[];
  /** Names of services as Service Health writes them: 1 to 200, no duplicates. @default - all */
  readonly services?: readonly string[];
  /** Tags of the rule: at most 50, each name up to 512 and each value up to 256 characters. @default - none */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * Alerts on Azure Service Health events that affect the whole Entra tenant, such as an outage of sign-ins. Azure sends
 * these events neither to the activity log nor to the alert of a subscription: a `ServiceHealthAlert` in each
 * subscription is needed as well. A rule with `events`, `regions` or `services` is narrowed: the control
 * `tenant-service-health-alert` wants one without them.
 *
 * The resource is `Microsoft.AlertsManagement/tenantActivityLogAlerts` in a management group. Its only API version is a
 * preview. azapi declares it whichever `provider` is chosen, because azurerm has no resource for it: the stack needs an
 * azapi provider that signs in to the tenant itself.
 *
 * Permissions: Azure Lighthouse reaches neither a tenant nor a management group, so an identity of the tenant deploys the
 * rule. At the management group it needs `Microsoft.AlertsManagement/tenantActivityLogAlerts/*`. Contributor has it,
 * Monitoring Contributor does not, and a custom role can be limited to it. At the action groups it needs
 * `Microsoft.Insights/actionGroups/read`. It also needs an Entra role that may read the tenant's Service Health events,
 * such as Reports Reader or Service Support Administrator. Without that role, Azure rejects the rule because of
 * `Microsoft.ResourceHealth/events/read` over scope `/providers/Microsoft.ResourceHealth`.
 *
 * The root management group exists once management groups were used in the tenant.
 *
 * Limits: the Azure portal does not list fired alerts of this kind, which notify by their action groups only.
 *
 * Source: https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-create-tenant-level-service-heath-alerts;
 * https://learn.microsoft.com/azure/service-health/admin-access-reference;
 * https://learn.microsoft.com/azure/role-based-access-control/permissions/monitor#microsoftalertsmanagement;
 * Azure/azure-rest-api-specs, specification/alertsmanagement, TenantActivityLogAlerts 2023-04-01-preview
 *
 * @example
 * new TenantServiceHealthAlert(stack, "tenant-service-health", {
 *   tenantId: "22222222-2222-2222-2222-222222222222",
 *   actionGroupIds: [
 *     "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-csp-baseline/providers/Microsoft.Insights/actionGroups/ag-csp-baseline",
 *   ],
 * });
 *
 * @throws {InvalidPropsError} when Azure would refuse the props
 */
export class TenantServiceHealthAlert extends Construct {
  /** The declared resources that may already exist, in the order of their declaration. */
  readonly adoptables: readonly Adoptable[];

  constructor(scope: Construct, id: string, props: TenantServiceHealthAlertProps) {
    super(scope, id);
    requireProps(this, "tenantServiceHealth", props);
    const { managementGroup = props.tenantId, name = "csp-baseline-tenant-service-health", tags } = props;
    const checks = new Checks("tenantServiceHealth");
    checks.guid("tenantId", props.tenantId);
    checks.actionGroupIds(props.actionGroupIds, 1, 5);
    checks.text("managementGroup", managementGroup, MANAGEMENT_GROUP);
    const form = "have only letters, digits, hyphens, underscores, periods and parentheses";
    checks.text("name", name, { max: 260, pattern: /^[-\w.()]+$/, form });
    if (props.events !== undefined) checks.choices("events", props.events, SERVICE_HEALTH_EVENTS);
    if (props.regions !== undefined) checkTexts(checks, "regions", props.regions, 100);
    if (props.services !== undefined) checkTexts(checks, "services", props.services, 200);
    checkProvider(checks, props.provider);
    checks.done(this);

    const properties: TenantActivityLogAlertProperties = {
      tenantScope: props.tenantId,
      enabled: true,
      description: "Azure Service Health: events that affect the whole tenant",
      condition: { allOf: conditionsOf(props) },
      actions: { actionGroups: props.actionGroupIds.map((actionGroupId) => ({ actionGroupId })) },
    };
    this.adoptables = [
      declareByAzapi(
        this,
        "Resource",
        TENANT_ACTIVITY_LOG_ALERT,
        {
          name,
          parent: { managementGroup },
          location: "global",
          ...(tags === undefined ? {} : { tags }),
          properties,
        },
        props.provider,
      ),
    ];
  }

  /** The alert rule's ARM id, as a reference. */
  get alertId(): string {
    return idOf(this.adoptables);
  }
}

function conditionsOf({
  events,
  regions,
  services,
}: TenantServiceHealthAlertProps): readonly AlertCondition[] {
  return [
    { field: "category", equals: "ServiceHealth" },
    ...(regions === undefined ? [] : [{ field: SERVICE_HEALTH_LISTS.locations, containsAny: regions }]),
    ...(events === undefined ? [] : [anyOf("properties.incidentType", events)]),
    ...(services === undefined ? [] : [{ field: SERVICE_HEALTH_LISTS.services, containsAny: services }]),
  ];
}
